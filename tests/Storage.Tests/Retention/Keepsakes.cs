using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Audits;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Tests.Retention;

/// <summary>Calls with recordings and messages that are kept, in a house whose clock the test moves.</summary>
internal sealed class Keepsakes(AuditHouse house) : IDisposable
{
    public const string Tenant = AuditHouse.Tenant;

    public AuditHouse House => house;

    public RetentionSweeper Sweeper => house.First.GetRequiredService<RetentionSweeper>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Keepsakes> OpenAsync(Engine engine, params (string Key, string Value)[] settings)
    {
        var house = await AuditHouse.OpenAsync(engine, settings);
        var saved = await house.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(new Tenant { Id = Tenant, Name = "Acme", SipRealm = "acme.test", Country = "CO" }, Ct);
        Assert.Equal(SaveStatus.Saved, saved.Status);
        return new Keepsakes(house);
    }

    public async Task RuleAsync(RetentionRules rules)
    {
        Assert.Null(rules.Check());
        var before = await house.First.GetRequiredService<IDirectory>().FindDocumentAsync(Tenant, RetentionRules.Kind, RetentionRules.Name, Ct);
        var saved = await house.First.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(
            new Document { TenantId = Tenant, Kind = RetentionRules.Kind, Name = RetentionRules.Name, Json = rules.Write(), Version = before?.Version ?? 0 }, Ct);
        Assert.Equal(SaveStatus.Saved, saved.Status);
    }

    /// <summary>A call of now with its recording, unless told otherwise.</summary>
    public async Task CallAsync(string name, string user = "alice", string? queue = null, string from = "+573001234567", bool recorded = true, int defaultDays = 90, string tenant = Tenant)
    {
        var (at, call, recording) = (house.Time.GetUtcNow(), $"{tenant}/{name}", $"{tenant}/{name}-r");
        await using var db = house.OpenContext();
        var entry = db.Add(new CallLogEntry
        {
            CallId = call, TenantId = tenant, LedgerNumber = 3, StartedAt = at, EndedAt = at.AddMinutes(1), FromNumber = from, ToNumber = "1001", Participants = [$"{tenant}/{user}"],
            RecordingIds = recorded ? [recording] : [],
        });
        entry.Property<string>(HistoryModel.SearchText).CurrentValue = from;
        db.Add(new CallParticipantRow { CallId = call, UserId = $"{tenant}/{user}", TenantId = tenant });
        db.Add(new LedgerRow { CallId = call, Number = 1, TenantId = tenant, At = at, Kind = "offered", Payload = [] });
        if (queue is not null)
        {
            db.Add(new QueueVisitEntry { CallId = call, Visit = 1, TenantId = tenant, QueueId = $"{tenant}/{queue}", OfferedAt = at, LeftAt = at, EndedAt = at });
        }

        if (recorded)
        {
            db.Add(new RecordingEntry
            {
                Id = recording, TenantId = tenant, CallId = call, LedgerNumber = 3, StartedAt = at, EndedAt = at.AddMinutes(1), BlobPrefix = Prefix(name, tenant), KeyId = "k",
                RetainUntil = at.AddDays(defaultDays), State = RecordingState.Complete, Participants = [$"{tenant}/{user}"],
            });
            db.Add(new RecordingParticipantRow { RecordingId = recording, UserId = $"{tenant}/{user}", TenantId = tenant });
            foreach (var file in new[] { "0123456789abcdef.take", "00000000-0123456789abcdef", "0123456789abcdef.manifest" })
            {
                await house.Blobs.WriteAsync(Prefix(name, tenant) + file, Encoding.ASCII.GetBytes(file), Ct);
            }
        }

        await db.SaveChangesAsync(Ct);
    }

    public Task MessageAsync(string name, string owner = "alice", int defaultDays = 90) => house.First.GetRequiredService<IVoicemailStore>().AddAsync(
        new VoicemailMessage
        {
            Id = $"{Tenant}/{name}", TenantId = Tenant, OwnerId = $"{Tenant}/{owner}", CallId = $"{Tenant}/call-{name}", FromNumber = "+573001234567", At = house.Time.GetUtcNow(),
            BlobPrefix = $"voicemail/{Tenant}/{name}/", RetainUntil = house.Time.GetUtcNow().AddDays(defaultDays),
        },
        Ct);

    public Task FaxAsync(string name, string owner = "alice", int defaultDays = 90) => house.First.GetRequiredService<IFaxStore>().AddAsync(
        new FaxMessage
        {
            Id = $"{Tenant}/{name}", TenantId = Tenant, OwnerId = $"{Tenant}/{owner}", CallId = $"{Tenant}/call-{name}", Direction = FaxDirection.In, State = FaxState.Received, Number = "+573001234567", Pages = 2,
            At = house.Time.GetUtcNow(), BlobPrefix = $"fax/{Tenant}/{name}/", RetainUntil = house.Time.GetUtcNow().AddDays(defaultDays),
        },
        Ct);

    /// <summary>Sweeps; messages and faxes are erased as their boxes would.</summary>
    public Task<RetentionSweep> SweepAsync(bool boxAnswers = true) => Sweeper.SweepAsync(
        Tenant,
        async message =>
        {
            var store = house.First.GetRequiredService<IVoicemailStore>();
            if (boxAnswers && message.DeletedAt is not null)
            {
                await store.PurgeAsync(message.OwnerId, message.Id, Ct);
                return true;
            }

            return boxAnswers && await store.DeleteAsync(message.OwnerId, message.Id, house.Time.GetUtcNow(), ct: Ct);
        },
        async fax =>
        {
            if (boxAnswers)
            {
                await house.First.GetRequiredService<IFaxStore>().PurgeAsync(fax.OwnerId, fax.Id, Ct);
            }

            return boxAnswers;
        },
        Ct);

    public async Task<string[]> ReceiptsAsync() =>
        [.. (await house.First.GetRequiredService<IRetentionLog>().ListReceiptsAsync(Tenant, limit: 500, ct: Ct)).Items.Reverse().Select(receipt => $"{receipt.Kind} {receipt.ObjectId} {receipt.Rule}")];

    /// <summary>Files of a recording that are there.</summary>
    public async Task<int> FilesAsync(string name, string tenant = Tenant)
    {
        var files = 0;
        await foreach (var _ in house.Blobs.ListAsync(Prefix(name, tenant).TrimEnd('/'), Ct))
        {
            files++;
        }

        return files;
    }

    public async Task<RecordingEntry?> RecordingAsync(string name)
    {
        await using var db = house.OpenContext();
        return await db.Recordings.SingleOrDefaultAsync(r => r.Id == $"{Tenant}/{name}-r", Ct);
    }

    public async Task<bool> IsLoggedAsync(string name)
    {
        await using var db = house.OpenContext();
        return await db.CallLog.AnyAsync(e => e.CallId == $"{Tenant}/{name}", Ct);
    }

    public void Dispose() => house.Dispose();

    private static string Prefix(string name, string tenant) => $"recordings/{tenant}/2026/11/24/{name}/";
}
