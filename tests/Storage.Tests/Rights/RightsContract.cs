using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Retention;

namespace RtcCluster.Storage.Tests.Rights;

public abstract class RightsContract(Engine engine) : EngineContract(engine)
{
    private const string Tenant = Keepsakes.Tenant;

    [Fact]
    public async Task NumbersHaveNoGaps_ManyAtOnce_AndOneDecides()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (requests, now) = (kept.House.First.GetRequiredService<IRightsRequests>(), kept.House.Time.GetUtcNow());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => requests.AddAsync(New(i, now.AddDays(i - 4)), Ct), Ct)));

        var all = await requests.ListAsync(Tenant, onlyOverdue: false, ct: Ct);
        Assert.Equal(Enumerable.Range(1, 8), all.Select(request => request.Number).Order());
        Assert.Equal(all.OrderBy(request => request.DueAt).Select(request => request.Id), all.Select(request => request.Id));
        Assert.Equal(4, (await requests.ListAsync(Tenant, onlyOverdue: true, ct: Ct)).Count);

        var decided = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => requests.DecideAsync(Tenant, "r1", RightsState.Refused, $"{Tenant}/a{i}", "no", Ct), Ct)));
        var done = Assert.Single(decided.OfType<RightsRequest>());
        Assert.Equal((RightsState.Refused, "no", false), (done.State, done.Decision, done.IsOverdue(now)));
        Assert.Equal(3, (await requests.ListAsync(Tenant, onlyOverdue: true, ct: Ct)).Count);
        Assert.Null(await requests.FindAsync("other", "r1", Ct));

        // What is granted cannot be taken back or refused any more, is due until it is done, and is done once granted only.
        Assert.Null(await requests.DoneAsync(Tenant, "r0", Ct));
        Assert.Equal(RightsState.Granting, (await requests.DecideAsync(Tenant, "r0", RightsState.Granting, $"{Tenant}/a1", "yes", Ct))!.State);
        Assert.Null(await requests.DecideAsync(Tenant, "r0", RightsState.Withdrawn, $"{Tenant}/alice", "", Ct));
        Assert.Contains(await requests.ListAsync(Tenant, onlyOverdue: true, ct: Ct), request => request.Id == "r0" && request.IsOverdue(now));
        Assert.Equal((RightsState.Done, "yes"), await requests.DoneAsync(Tenant, "r0", Ct) is { } granted ? (granted.State, granted.Decision) : default);
        Assert.Equal(RightsState.Done, (await requests.DoneAsync(Tenant, "r0", Ct))!.State);

        static RightsRequest New(int i, DateTimeOffset due) => new() { Id = $"r{i}", TenantId = Tenant, UserName = "alice", Kind = RightsKind.Complaint, MadeAt = due.AddDays(-20), DueAt = due };
    }

    [Fact]
    public async Task ABundleIsReadAsItWasWritten_VerifiesAndIsGoneWhenItsTimeIsOver()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        var asked = await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct);
        Assert.Equal(asked.Id, (await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct)).Id);

        var ready = await MakeAsync(kept, exports);

        Assert.Equal((DataExportState.Ready, 2), (ready.State, ready.Total));
        await using var bundle = await ReadAsync(exports, ready);
        Assert.Equal(ready.Bytes, bundle.Length);
        var verifier = kept.House.First.GetRequiredService<BundleVerifier>();
        var verdict = await verifier.VerifyAsync(bundle, Ct);
        Assert.Equal([], verdict.Problems);
        Assert.Equal(["data/profile.json", "audio/large.wav", "data/calls.jsonl"], verdict.Manifest!.Files.Select(file => file.Name));
        Assert.Equal(new BundleGap("audio/x.wav", "erased"), Assert.Single(verdict.Manifest.Missing));

        var files = await FilesAsync(kept, ready.BlobFolder);
        Assert.True(files.Count >= 3);
        kept.House.Time.Advance(TimeSpan.FromDays(7));
        Assert.Null(await exports.OpenAsync(ready, Access(ready), Ct));
        // One row for the one access there was.
        Assert.Single((await kept.House.First.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = Tenant, Action = "export.download" }, ct: Ct)).Items);
        Assert.Equal(1, await exports.ExpireAsync(Ct));
        Assert.Empty(await FilesAsync(kept, ready.BlobFolder));
        Assert.Equal((DataExportState.Gone, "", 1), await exports.FindAsync(Tenant, ready.Id, Ct) is { } gone ? (gone.State, gone.Key, gone.Downloads) : default);
        Assert.Empty(await exports.ListOfAsync("other", "alice", Ct));
    }

    [Fact]
    public async Task AChangedFile_OneMoreAndOneLessAreFound()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct);
        var ready = await MakeAsync(kept, exports);
        var verifier = kept.House.First.GetRequiredService<BundleVerifier>();

        foreach (var (change, problem) in new (Action<ZipArchive>, string)[]
        {
            (zip => zip.GetEntry("data/calls.jsonl")!.Delete(), "data/calls.jsonl is missing, or there twice."),
            (zip => Put(zip, "data/more.json", "{}"), "data/more.json was put in."),
            (zip =>
            {
                zip.GetEntry("data/profile.json")!.Delete();
                Put(zip, "data/profile.json", "{ }");
            }, "data/profile.json was changed."),
            (zip => zip.GetEntry("manifest.jws")!.Delete(), "It has no manifest.jws, or several."),
        })
        {
            await using var bundle = await ReadAsync(exports, ready);
            using (var zip = new ZipArchive(bundle, ZipArchiveMode.Update, leaveOpen: true))
            {
                change(zip);
            }

            bundle.Position = 0;
            Assert.Equal([problem], (await verifier.VerifyAsync(bundle, Ct)).Problems);
        }

        await using var none = new MemoryStream("no archive"u8.ToArray());
        Assert.False((await verifier.VerifyAsync(none, Ct)).IsGood);
    }

    [Fact]
    public async Task AMakerThatDiesIsFollowedByAnother_AndSaysNothingMore()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct);
        var first = (await exports.TakeAsync(Ct))!;
        Assert.Null(await exports.TakeAsync(Ct));
        kept.House.Time.Advance(TimeSpan.FromMinutes(6));

        var ready = await MakeAsync(kept, exports);

        Assert.Equal(2, ready.Attempts);
        Assert.False(await exports.ProgressAsync(first, 1, 2, Ct));
        await using var late = await exports.WriteAsync(first with { Attempts = 1, Id = first.Id + "x" }, Ct);
        Assert.False(await exports.ReadyAsync(first, late, TimeSpan.FromDays(1), Ct));
        await using var bundle = await ReadAsync(exports, ready);
        Assert.True((await kept.House.First.GetRequiredService<BundleVerifier>().VerifyAsync(bundle, Ct)).IsGood);
    }

    [Fact]
    public async Task WhoeverRenewsStaysTheMaker_AndABundleThatIsBegunTooOftenFails()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        var asked = await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct);
        var taken = (await exports.TakeAsync(Ct))!;
        for (var i = 0; i < 3; i++)
        {
            kept.House.Time.Advance(TimeSpan.FromMinutes(4));
            Assert.True(await exports.RenewAsync(taken, Ct));
            Assert.Null(await exports.TakeAsync(Ct));
        }

        for (var attempt = 2; attempt <= 5; attempt++)
        {
            kept.House.Time.Advance(TimeSpan.FromMinutes(6));
            Assert.Equal(attempt, (await exports.TakeAsync(Ct))!.Attempts);
        }

        await kept.House.Blobs.WriteAsync($"{asked.BlobFolder}/00000000", "half of it"u8.ToArray(), Ct);
        Assert.False(await exports.RenewAsync(taken, Ct));
        kept.House.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(await exports.TakeAsync(Ct));
        Assert.Equal(DataExportState.Failed, (await exports.FindAsync(Tenant, asked.Id, Ct))!.State);
        Assert.Empty(await FilesAsync(kept, asked.BlobFolder));
    }

    [Fact]
    public async Task OfAUserAFewAreMadeADay_AndAllOfThemAreErased()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        var ready = new List<DataExport>();
        for (var i = 0; i < 3; i++)
        {
            await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct);
            ready.Add(await MakeAsync(kept, exports));
            kept.House.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(ready[2].Id, (await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct)).Id);
        Assert.DoesNotContain((await exports.AskAsync(Tenant, "bo", $"{Tenant}/bo", Ct)).Id, ready.Select(export => export.Id));
        kept.House.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(DataExportState.Waiting, (await exports.AskAsync(Tenant, "alice", $"{Tenant}/alice", Ct)).State);
        await using (var db = kept.House.OpenContext())
        {
            var now = kept.House.Time.GetUtcNow();
            db.AddRange(Enumerable.Range(0, 120).Select(i => new DataExport { Id = $"z{i:D3}", TenantId = Tenant, UserName = "alice", AskedBy = $"{Tenant}/alice", AskedAt = now, State = DataExportState.Failed }));
            await db.SaveChangesAsync(Ct);
        }

        await exports.EraseOfAsync(Tenant, "alice", Ct);

        await using var after = kept.House.OpenContext();
        Assert.Equal([DataExportState.Gone], await after.DataExports.Where(e => e.UserName == "alice").Select(e => e.State).Distinct().ToListAsync(Ct));
        Assert.Equal(124, await after.DataExports.CountAsync(e => e.UserName == "alice", Ct));
        Assert.Empty(await FilesAsync(kept, ready[0].BlobFolder));
        Assert.Equal(DataExportState.Waiting, Assert.Single(await exports.ListOfAsync(Tenant, "bo", Ct)).State);
    }

    [Fact]
    public async Task ABundleOfACaseIsReadUntilTheCaseIsReleased()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (exports, cases) = (kept.House.First.GetRequiredService<IDataExports>(), kept.House.First.GetRequiredService<ILegalCases>());
        var held = await cases.ProposeAsync(Tenant, "Suit", "", new LegalScope { Users = [$"{Tenant}/alice"] }, $"{Tenant}/a", Ct);
        await cases.ApproveAsync(Tenant, held.Id, $"{Tenant}/b", Ct);
        await exports.AskOfCaseAsync(Tenant, held.Id, $"{Tenant}/a", Ct);
        var ready = await MakeAsync(kept, exports);
        await cases.AskReleaseAsync(Tenant, held.Id, $"{Tenant}/a", Ct);
        await using (var bundle = await ReadAsync(exports, ready))
        {
            Assert.Equal(ready.Bytes, bundle.Length);
        }

        await cases.ReleaseAsync(Tenant, held.Id, $"{Tenant}/b", Ct);

        Assert.Null(await exports.OpenAsync(ready, Access(ready), Ct));
        Assert.Equal(1, (await exports.FindAsync(Tenant, ready.Id, Ct))!.Downloads);
    }

    [Fact]
    public async Task AUsersOwnIsRead_AndNothingOfOthers()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        foreach (var user in new[] { "alice", "bo" })
        {
            await kept.CallAsync($"call-{user}", user);
            await kept.MessageAsync($"m-{user}", user);
            await kept.FaxAsync($"f-{user}", user);
        }

        var reader = await ExportReader.OfUserAsync(kept.House.First, Tenant, "alice", Ct);

        Assert.Equal([$"{Tenant}/call-alice"], (await reader.CallsAsync(Ct).ToListAsync(Ct)).Select(call => call.CallId));
        Assert.Equal([$"{Tenant}/call-alice-r"], (await reader.RecordingsAsync(Ct).ToListAsync(Ct)).Select(recording => recording.Id));
        Assert.Equal([$"{Tenant}/m-alice"], (await reader.VoicemailAsync(Ct).ToListAsync(Ct)).Select(message => message.Id));
        Assert.Equal([$"{Tenant}/f-alice"], (await reader.FaxesAsync(Ct).ToListAsync(Ct)).Select(fax => fax.Id));
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<DataExport> MakeAsync(Keepsakes kept, IDataExports exports)
    {
        var taken = (await exports.TakeAsync(Ct))!;
        await using var stream = await exports.WriteAsync(taken, Ct);
        await using (var bundle = new BundleWriter(stream, kept.House.First.GetRequiredService<SigningKeys>()))
        {
            await bundle.AddJsonAsync("data/profile.json", new { name = "alice" }, Ct);
            Assert.True(await exports.ProgressAsync(taken, 1, 2, Ct));
            var noise = new byte[3_000_000];
            new Random(5).NextBytes(noise);
            await bundle.AddAsync("audio/large.wav", new MemoryStream(noise), Ct);
            await bundle.AddLinesAsync("data/calls.jsonl", new[] { new { id = 1 }, new { id = 2 } }.ToAsyncEnumerable(), Ct);
            bundle.Miss("audio/x.wav", "erased");
            await bundle.CompleteAsync(taken, kept.House.Time.GetUtcNow(), Ct);
        }

        await stream.CompleteAsync(Ct);
        Assert.True(await exports.ReadyAsync(taken, stream, TimeSpan.FromDays(7), Ct));
        return (await exports.FindAsync(taken.TenantId, taken.Id, Ct))!;
    }

    private static async Task<MemoryStream> ReadAsync(IDataExports exports, DataExport export)
    {
        var bytes = new MemoryStream();
        await using var stream = (await exports.OpenAsync(export, Access(export), Ct))!;
        await stream.CopyToAsync(bytes, Ct);
        bytes.Position = 0;
        return bytes;
    }

    private static AuditRow Access(DataExport export) => new() { TenantId = export.TenantId, At = export.AskedAt, Actor = export.AskedBy, Action = "export.download", Target = export.Id };

    private static async Task<List<string>> FilesAsync(Keepsakes kept, string folder)
    {
        var files = new List<string>();
        await foreach (var blob in kept.House.Blobs.ListAsync(folder, Ct))
        {
            files.Add(blob.Path);
        }

        return files;
    }
}
