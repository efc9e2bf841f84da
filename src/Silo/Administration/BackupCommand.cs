using System.Data.Common;
using System.Globalization;
using RtcCluster.Cluster.Administration;
using RtcCluster.Storage;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Silo.Administration;

/// <summary><c>backup</c>, <c>backup verify</c>, <c>backup list</c> and <c>restore</c>. The first three may run beside the servers; a restore brings back tenants that are not there.</summary>
public sealed class BackupCommand : IOperatorCommand
{
    private const string Usage = """
        backup [--tenant TENANT] [--keep N]     makes a backup of every tenant, or of one; keeps the newest N
        backup list [--tenant TENANT]           what there is
        backup verify [--tenant TENANT]         reads every backup to its last byte
        restore [--tenant TENANT] [--entry N]   brings every tenant back into an empty database, or one that is not there
        Settings follow as for the server, such as --Data:Path data; Backup:Key must be set.
        Exit code: 0 done, 1 refused or faulty, 64 misused, 69 a store does not answer.
        """;

    private const int Done = 0;
    private const int Refused = 1;
    private const int Unavailable = 69;
    private const int MostKept = 10_000;

    private readonly string _verb;
    private readonly string? _tenant;
    private readonly int? _number;

    private BackupCommand(string verb, string? tenant, int? number, IReadOnlyList<string> settings) => (_verb, _tenant, _number, Settings) = (verb, tenant, number, settings);

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["backup" or "restore", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>backup</c> or <c>restore</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static BackupCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        var (verb, rest) = args is ["backup", "list" or "verify", ..] ? (args[1], args[2..]) : (args[0], args[1..]);
        string? tenant = null;
        int? number = null;
        var counted = verb switch { "backup" => "--keep", "restore" => "--entry", _ => null };
        for (var isOver = false; !isOver;)
        {
            switch (rest)
            {
                case ["--tenant", var name, .. var more] when tenant is null && IsTenant(name):
                    (tenant, rest) = (name, more);
                    break;
                case [var option, var text, .. var more] when option == counted && number is null && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MostKept:
                    (number, rest) = (value, more);
                    break;
                default:
                    isOver = true;
                    break;
            }
        }

        // What is no setting would be taken for one, and not be done; an entry is one tenant's.
        if (rest.Any(setting => setting is "--tenant" or "--keep" or "--entry") || rest is [var first, ..] && !first.StartsWith("--", StringComparison.Ordinal) || (verb == "restore" && number is not null && tenant is null))
        {
            errors.WriteLine(Usage);
            return null;
        }

        return new BackupCommand(verb, tenant, number, rest);
    }

    /// <summary>Does it; returns the exit code.</summary>
    /// <param name="services">Stores and keys; nothing of them needs to run.</param>
    /// <param name="output">A line for each tenant.</param>
    /// <param name="errors">Why something was not done.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        var backups = services.GetRequiredService<TenantBackups>();
        try
        {
            if (!backups.IsConfigured)
            {
                throw new BackupRefusedException("There are no backups without a key: set Backup:Key to 32 random bytes in base64.");
            }

            return _verb switch
            {
                "list" => await ListAsync(backups, output, ct),
                "verify" => await VerifyAsync(backups, output, ct),
                "restore" => await RestoreAsync(services, backups, output, errors, ct),
                _ => await BackupAsync(services, backups, output, errors, ct),
            };
        }
        catch (BackupRefusedException e)
        {
            await errors.WriteLineAsync($"REFUSED: {e.Message}");
            return Refused;
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or BlobStoreAwayException or UnauthorizedAccessException || e.InnerException is DbException)
        {
            await errors.WriteLineAsync($"A store does not answer: {e.Message}");
            return Unavailable;
        }
    }

    private async Task<int> BackupAsync(IServiceProvider services, TenantBackups backups, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        var refused = 0;
        foreach (var tenant in _tenant is null ? (await services.GetRequiredService<IDirectory>().ListTenantsAsync(ct)).Select(each => each.Id) : [_tenant])
        {
            try
            {
                await output.WriteLineAsync(Describe(await backups.BackupAsync(tenant, _number, ct)));
            }
            catch (BackupRefusedException e)
            {
                // The others have theirs.
                refused++;
                await errors.WriteLineAsync($"REFUSED: {e.Message}");
            }
        }

        return refused == 0 ? Done : Refused;
    }

    private async Task<int> ListAsync(TenantBackups backups, TextWriter output, CancellationToken ct)
    {
        foreach (var tenant in await TenantsAsync(backups, ct))
        {
            foreach (var manifest in await backups.ListAsync(tenant, ct))
            {
                await output.WriteLineAsync(Describe(manifest));
            }
        }

        return Done;
    }

    private async Task<int> VerifyAsync(TenantBackups backups, TextWriter output, CancellationToken ct)
    {
        var faults = 0;
        foreach (var tenant in await TenantsAsync(backups, ct))
        {
            var verdict = await backups.VerifyAsync(tenant, ct);
            faults += verdict.Fault is null ? 0 : 1;
            await output.WriteLineAsync(verdict.Fault is null
                ? string.Create(CultureInfo.InvariantCulture, $"VERIFIED {tenant}: {verdict.Backups} backups, {verdict.Chunks} chunks, {verdict.Bytes} bytes, {verdict.Erased} blobs erased since")
                : $"FAULT {tenant}: {verdict.Fault}");
        }

        return faults == 0 ? Done : Refused;
    }

    private async Task<int> RestoreAsync(IServiceProvider services, TenantBackups backups, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        await services.GetRequiredService<StorageMigrator>().MigrateAsync(ct);
        var reports = _tenant is null ? await backups.RestoreAllAsync(ct) : [await backups.RestoreAsync(_tenant, _number, ct)];
        foreach (var report in reports.Where(report => report.Number == 0))
        {
            await errors.WriteLineAsync($"NOTHING OF {report.Tenant}: none of its backups lived to be whole.");
        }

        foreach (var report in reports.Where(report => report.Number > 0))
        {
            await output.WriteLineAsync(report.WasDone
                ? string.Create(CultureInfo.InvariantCulture, $"RESTORED {report.Tenant} from backup {report.Number}: was whole already")
                : string.Create(CultureInfo.InvariantCulture, $"RESTORED {report.Tenant} from backup {report.Number}: {report.Rows} rows, {report.Blobs} blobs, {report.Erased} erased since"));
        }

        return reports.All(report => report.Number > 0) ? Done : Refused;
    }

    private async Task<IReadOnlyList<string>> TenantsAsync(TenantBackups backups, CancellationToken ct) => _tenant is null ? await backups.ListTenantsAsync(ct) : [_tenant];

    private static string Describe(BackupManifest made) => string.Create(
        CultureInfo.InvariantCulture,
        $"BACKUP {made.Tenant} {made.Number} of {made.StartedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}: {made.Rows} rows, {made.Blobs} blobs, {made.Bytes} bytes; {made.NewChunks} chunks and {made.NewBytes} bytes new, {made.Gone} erased meanwhile");

    private static bool IsTenant(string name) => name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
