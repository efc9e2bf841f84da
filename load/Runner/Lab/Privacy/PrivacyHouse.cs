using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RtcCluster.Storage;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary>The stores of a cluster in a folder of their own, on a virtual clock.</summary>
internal sealed class PrivacyHouse : IAsyncDisposable
{
    /// <summary>The company.</summary>
    public const string Tenant = "lab";

    // Known to everybody: what is encrypted with it is made up.
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly IHost _host;

    private PrivacyHouse(IHost host) => _host = host;

    /// <summary>What it has.</summary>
    public IServiceProvider Services => _host.Services;

    private IBlobStore Blobs => Get<IBlobStore>();

    /// <summary>Opens one.</summary>
    /// <param name="folder">Where its database, keys and files are.</param>
    /// <param name="backups">Where backups are; houses may share them.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<PrivacyHouse> OpenAsync(string folder, string backups, VirtualClock clock, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Backup:Key"] = Key, ["Backup:Path"] = backups, ["Backup:KeepDays"] = "0" });
        builder.Services.AddRtcStorage(builder.Configuration, folder);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        var host = builder.Build();
        await host.StartAsync(ct);
        return new PrivacyHouse(host);
    }

    /// <summary>A service.</summary>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Makes the company and its users.</summary>
    public async Task FoundAsync(int users, CancellationToken ct)
    {
        var writer = Get<IDirectoryWriter>();
        Require(await writer.SaveTenantAsync(new Tenant { Id = Tenant, Name = "Lab", SipRealm = "lab.test", Country = "CO" }, ct));
        for (var i = 0; i < users; i++)
        {
            Require(await writer.SaveUserAsync(new DirectoryUser { TenantId = Tenant, Name = $"u{i}", DisplayName = $"User {i}", Email = $"u{i}@lab.test", Role = UserRole.Agent }, ct: ct));
        }
    }

    /// <summary>Sets the rules.</summary>
    public async Task RuleAsync(RetentionRule rule, CancellationToken ct)
    {
        var before = await Get<IDirectory>().FindDocumentAsync(Tenant, RetentionRules.Kind, RetentionRules.Name, ct);
        var rules = new RetentionRules { Recordings = rule, Voicemail = rule, Fax = rule };
        Require(await Get<IDirectoryWriter>().SaveDocumentAsync(new Document { TenantId = Tenant, Kind = RetentionRules.Kind, Name = RetentionRules.Name, Json = rules.Write(), Version = before?.Version ?? 0 }, ct));
    }

    /// <summary>Keeps a thing.</summary>
    public async Task KeepAsync(KeptThing thing, int defaultDays, CancellationToken ct)
    {
        foreach (var file in thing.Files)
        {
            await Blobs.WriteAsync(thing.Prefix + file, Encoding.ASCII.GetBytes($"{thing.Id} {file}"), ct);
        }

        switch (thing.Kind)
        {
            case RetentionKind.Recordings:
                await Get<IHistoryWriter>().WriteAsync(
                    new CallHistory
                    {
                        Ledger = [new LedgerRow { TenantId = Tenant, CallId = $"{Tenant}/{thing.Id}", Number = 1, At = thing.At, Kind = "ended" }],
                        Entry = new CallLogEntry
                        {
                            TenantId = Tenant, CallId = $"{Tenant}/{thing.Id}", LedgerNumber = 1, StartedAt = thing.At, EndedAt = thing.At.AddMinutes(1), FromNumber = thing.Number, ToNumber = "100", Participants = [thing.Owner],
                            RecordingIds = [$"{Tenant}/{thing.Id}"],
                        },
                        Recordings =
                        [
                            new RecordingEntry
                            {
                                Id = $"{Tenant}/{thing.Id}", TenantId = Tenant, CallId = $"{Tenant}/{thing.Id}", LedgerNumber = 1, StartedAt = thing.At, EndedAt = thing.At.AddMinutes(1), BlobPrefix = thing.Prefix,
                                RetainUntil = thing.At.AddDays(defaultDays), State = RecordingState.Complete, Participants = [thing.Owner],
                            },
                        ],
                    },
                    ct);
                break;
            case RetentionKind.Voicemail:
                await Get<IVoicemailStore>().AddAsync(
                    new VoicemailMessage
                    {
                        Id = $"{Tenant}/{thing.Id}", TenantId = Tenant, OwnerId = thing.Owner, CallId = $"{Tenant}/call-{thing.Id}", FromNumber = thing.Number, At = thing.At, DurationMilliseconds = 2_000, BlobPrefix = thing.Prefix,
                        RetainUntil = thing.At.AddDays(defaultDays),
                    },
                    ct);
                break;
            default:
                await Get<IFaxStore>().AddAsync(
                    new FaxMessage
                    {
                        Id = $"{Tenant}/{thing.Id}", TenantId = Tenant, OwnerId = thing.Owner, CallId = $"{Tenant}/call-{thing.Id}", Direction = FaxDirection.In, State = FaxState.Received, Number = thing.Number, Pages = 1,
                        At = thing.At, BlobPrefix = thing.Prefix, RetainUntil = thing.At.AddDays(defaultDays),
                    },
                    ct);
                break;
        }
    }

    /// <summary>Sweeps; messages and faxes are erased as their boxes do.</summary>
    public Task<RetentionSweep> SweepAsync(CancellationToken ct) => Get<RetentionSweeper>().SweepAsync(
        Tenant,
        async message =>
        {
            await EraseAsync(message.BlobPrefix, ct);
            if (message.DeletedAt is null)
            {
                return await Get<IVoicemailStore>().DeleteAsync(message.OwnerId, message.Id, Get<TimeProvider>().GetUtcNow(), ct: ct);
            }

            await Get<IVoicemailStore>().PurgeAsync(message.OwnerId, message.Id, ct);
            return true;
        },
        async fax =>
        {
            await EraseAsync(fax.BlobPrefix, ct);
            await Get<IFaxStore>().PurgeAsync(fax.OwnerId, fax.Id, ct);
            return true;
        },
        ct);

    /// <summary>How much of a thing can be read: of its files, and whether its row says that it is there.</summary>
    public async Task<(int Files, bool IsListed)> LookAsync(KeptThing thing, CancellationToken ct)
    {
        var files = 0;
        foreach (var file in thing.Files)
        {
            files += await Blobs.ExistsAsync(thing.Prefix + file, ct) ? 1 : 0;
        }

        var id = $"{Tenant}/{thing.Id}";
        return (files, thing.Kind switch
        {
            RetentionKind.Recordings => await Get<IRecordingQuery>().FindAsync(Tenant, id, ct) is { ErasedAt: null },
            RetentionKind.Voicemail => await Get<IVoicemailStore>().FindAsync(thing.Owner, id, ct) is not null,
            _ => await Get<IFaxStore>().FindAsync(thing.Owner, id, ct) is not null,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void Require(SaveResult saved)
    {
        if (!saved.IsSaved)
        {
            throw new InvalidOperationException(saved.Reason);
        }
    }

    private async Task EraseAsync(string prefix, CancellationToken ct)
    {
        var paths = new List<string>();
        await foreach (var blob in Blobs.ListAsync(prefix.TrimEnd('/'), ct))
        {
            paths.Add(blob.Path);
        }

        foreach (var path in paths)
        {
            await Blobs.DeleteAsync(path, ct);
        }
    }
}
