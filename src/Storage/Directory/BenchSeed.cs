using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Directory;

/// <summary>The tenant of a server that is measured: a trunk that the load comes in by, an administrator, and users in any number.</summary>
public sealed class BenchSeed : IDirectorySeed
{
    /// <summary>Id of the tenant.</summary>
    public const string TenantId = "bench";

    /// <summary>Its SIP domain and digest realm.</summary>
    public const string Realm = "bench.test";

    /// <summary>Password of everybody in it, for web and SIP.</summary>
    public const string Password = "secret";

    /// <summary>Rounds of the hash of that password, which is no secret: thousands of agents who sign in are not to take minutes.</summary>
    public const int PasswordIterations = 100;

    /// <summary>Its trunk.</summary>
    public const string Trunk = "load";

    private const string Administrator = "admin";
    private const int FirstExtension = 100_000;

    // A transaction holds everybody else off.
    private const int UsersAtOnce = 250;

    private readonly IDirectory _directory;
    private readonly IDirectoryWriter _writer;
    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly ISecretProtector _secrets;
    private readonly TimeProvider _time;
    private readonly BenchSeedOptions _options;

    /// <summary>Makes the seed.</summary>
    /// <param name="directory">Tells what is there.</param>
    /// <param name="writer">Takes what is missing.</param>
    /// <param name="contexts">Takes the users.</param>
    /// <param name="secrets">Protects their digests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">What is wanted.</param>
    public BenchSeed(IDirectory directory, IDirectoryWriter writer, IDbContextFactory<RtcDbContext> contexts, ISecretProtector secrets, TimeProvider time, BenchSeedOptions options)
    {
        _directory = directory;
        _writer = writer;
        _contexts = contexts;
        _secrets = secrets;
        _time = time;
        _options = options;
    }

    /// <summary>Name and extension of a user.</summary>
    /// <param name="number">Which, from 0.</param>
    public static (string Name, string Extension) UserOf(int number) =>
        (string.Create(CultureInfo.InvariantCulture, $"u{number}"), (FirstExtension + number).ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public async Task SeedAsync(CancellationToken ct = default)
    {
        if (await _directory.FindTenantAsync(TenantId, ct).ConfigureAwait(false) is null)
        {
            Require(await _writer.SaveTenantAsync(new Tenant { Id = TenantId, Name = "Bench", SipRealm = Realm, Country = "CO" }, ct).ConfigureAwait(false));
        }

        // Source and target are the configuration's, whatever they were at the last start.
        var before = await _directory.FindTrunkAsync(TenantId, Trunk, ct).ConfigureAwait(false);
        var trunk = new Trunk
        {
            TenantId = TenantId,
            Name = Trunk,
            Peers = [new TrunkPeer(_options.Target.Address.ToString(), _options.Target.Port)],
            AcceptFrom = [_options.Source.ToString()],
            OptionsPingSeconds = 0,
            Version = before?.Version ?? 0,
        };
        Require(await _writer.SaveTrunkAsync(trunk, password: null, ct).ConfigureAwait(false));
        await SeedUsersAsync(ct).ConfigureAwait(false);
    }

    // One slow hash for all of them, and many in a transaction: the directory's writer takes a twentieth of a second for each.
    private async Task SeedUsersAsync(CancellationToken ct)
    {
        var hasher = new PasswordHasher<AppUser>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordIterations }));
        var save = new UserSave(_secrets, _time, Password, hasher);
        if (await _directory.FindUserAsync(TenantId, Administrator, ct).ConfigureAwait(false) is null)
        {
            await SaveAsync(save, [Make(Administrator, null, UserRole.Administrator)], ct).ConfigureAwait(false);
        }

        for (var first = 0; first < _options.Users; first += UsersAtOnce)
        {
            var last = Math.Min(first + UsersAtOnce, _options.Users) - 1;
            if (await _directory.FindUserAsync(TenantId, UserOf(last).Name, ct).ConfigureAwait(false) is not null)
            {
                continue;
            }

            var missing = new List<DirectoryUser>();
            for (var number = first; number <= last; number++)
            {
                var (name, extension) = UserOf(number);
                if (await _directory.FindUserAsync(TenantId, name, ct).ConfigureAwait(false) is null)
                {
                    missing.Add(Make(name, extension, UserRole.Agent));
                }
            }

            await SaveAsync(save, missing, ct).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(UserSave save, List<DirectoryUser> users, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                async () =>
                {
                    foreach (var user in users)
                    {
                        Require(await save.SaveAsync(db, user, ct).ConfigureAwait(false));
                        if (user.Extension is { } number && !await db.Lines.AnyAsync(line => line.TenantId == TenantId && line.Number == number, ct).ConfigureAwait(false))
                        {
                            db.Add(new Line { TenantId = TenantId, Number = number, Kind = LineKind.User, Target = user.Name, Name = user.DisplayName, Recording = RecordingPolicy.Never, Version = 1 });
                            await db.SaveChangesAsync(ct).ConfigureAwait(false);
                        }

                        db.ChangeTracker.Clear();
                    }

                    return users.Count;
                },
                ct).ConfigureAwait(false);
        }
    }

    private static DirectoryUser Make(string name, string? extension, UserRole role) =>
        new() { TenantId = TenantId, Name = name, DisplayName = name, Email = $"{name}@{Realm}", Extension = extension, Role = role };

    private static void Require(SaveResult result)
    {
        if (result.Status == SaveStatus.Invalid)
        {
            throw new InvalidOperationException($"The tenant of the bench cannot be made: {result.Reason}");
        }
    }
}

/// <summary>What <see cref="BenchSeed"/> makes.</summary>
/// <param name="Source">Whose calls the trunk takes.</param>
/// <param name="Target">Where the trunk leads.</param>
/// <param name="Users">How many users there are.</param>
public sealed record BenchSeedOptions(IPAddress Source, IPEndPoint Target, int Users);
