using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Tests.Sharing;

public abstract class ShareLinkContract(Engine engine) : EngineContract(engine)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly AuditRow Line = new() { TenantId = Keepsakes.Tenant, At = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), Actor = "shared-link", Action = "recording.hear", Target = "a" };

    [Fact]
    public async Task ManyAtOnce_OpenItAsOftenAsItMay_AndEachViewIsKept()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var links = Links(kept);
        await links.AddAsync(New(kept, "a", mostViews: 5), Ct);

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => links.OpenAsync(Opening(kept, "a", $"ticket{i}"), Line, Ct), Ct)));

        Assert.Equal(5, opened.Count(static each => each));
        Assert.Equal(5, (await links.ListOpeningsAsync(Keepsakes.Tenant, "a", Ct)).Count);
        await using var db = kept.House.OpenContext();
        Assert.Equal(5, await db.Audit.CountAsync(row => row.Action == "recording.hear", Ct));
        Assert.Equal((5, false, true), (await links.FindBySecretAsync("secret-a", Ct)) is { } found ? (found.Views, found.IsOpen(kept.House.Time.GetUtcNow()), found.IsAlive(kept.House.Time.GetUtcNow())) : default);
    }

    [Fact]
    public async Task ARevokedLink_IsDeadInEveryProcess_WithAllThatItOpened()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (here, there) = (Links(kept), kept.House.Process().GetRequiredService<IShareLinks>());
        await here.AddAsync(New(kept, "a"), Ct);
        Assert.True(await there.OpenAsync(Opening(kept, "a", "ticket"), Line, Ct));
        Assert.NotNull(await there.FindByTicketAsync("ticket", kept.House.Time.GetUtcNow(), Ct));

        Assert.False(await here.RevokeAsync("other", "a", "other/boss", kept.House.Time.GetUtcNow(), Ct));
        Assert.True(await here.RevokeAsync(Keepsakes.Tenant, "a", "acme/alice", kept.House.Time.GetUtcNow(), Ct));

        Assert.Null(await there.FindByTicketAsync("ticket", kept.House.Time.GetUtcNow(), Ct));
        Assert.False(await there.OpenAsync(Opening(kept, "a", "again"), Line, Ct));
        Assert.False(await there.RevokeAsync(Keepsakes.Tenant, "a", "acme/bob", kept.House.Time.GetUtcNow(), Ct));
        Assert.Equal("acme/alice", (await there.FindAsync(Keepsakes.Tenant, "a", Ct))!.RevokedBy);
    }

    [Fact]
    public async Task LinkAndTicketEnd_EachAtItsTime()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var links = Links(kept);
        await links.AddAsync(New(kept, "a"), Ct);
        var start = kept.House.Time.GetUtcNow();
        await links.OpenAsync(Opening(kept, "a", "short") with { Until = start.AddHours(4) }, Line, Ct);
        await links.OpenAsync(Opening(kept, "a", "long") with { Until = start + (2 * Day) }, Line, Ct);

        Assert.NotNull(await links.FindByTicketAsync("short", start.AddHours(4).AddMilliseconds(-1), Ct));
        Assert.Null(await links.FindByTicketAsync("short", start.AddHours(4), Ct));
        Assert.NotNull(await links.FindByTicketAsync("long", start.AddHours(24).AddMilliseconds(-1), Ct));
        Assert.Null(await links.FindByTicketAsync("long", start.AddHours(24), Ct));
        Assert.Null(await links.FindByTicketAsync("a", start, Ct));
        Assert.False(await links.OpenAsync(Opening(kept, "a", "late") with { At = start + Day }, Line, Ct));
    }

    [Fact]
    public async Task TooManyWrongPasswords_RevokeIt()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var links = Links(kept);
        await links.AddAsync(New(kept, "a"), Ct);
        var now = kept.House.Time.GetUtcNow();
        for (var i = 1; i < IShareLinks.MostWrongPasswords; i++)
        {
            await links.WrongPasswordAsync("a", now, Ct);
        }

        Assert.Null((await links.FindAsync(Keepsakes.Tenant, "a", Ct))!.RevokedAt);
        await links.WrongPasswordAsync("a", now, Ct);
        await links.WrongPasswordAsync("a", now + Day, Ct);

        Assert.Equal((now, null), (await links.FindAsync(Keepsakes.Tenant, "a", Ct)) is { } found ? (found.RevokedAt, found.RevokedBy) : default);
    }

    [Fact]
    public async Task ARecordingHasSoManyOpenLinks_AndNoMore()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var links = Links(kept);
        for (var i = 0; i < IShareLinks.MostOpen; i++)
        {
            Assert.True(await links.AddAsync(New(kept, $"{i}"), Ct));
        }

        Assert.False(await links.AddAsync(New(kept, "more"), Ct));
        await links.RevokeAsync(Keepsakes.Tenant, "0", "acme/alice", kept.House.Time.GetUtcNow(), Ct);
        Assert.True(await links.AddAsync(New(kept, "more"), Ct));
        Assert.Equal(IShareLinks.MostOpen + 1, (await links.ListAsync(Keepsakes.Tenant, "acme/call-r", Ct)).Count);
        Assert.Empty(await links.ListAsync("other", "acme/call-r", Ct));
    }

    [Fact]
    public async Task LinksStayWhileTheCatalogueKnowsTheRecording_AndGoWithTheCall()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var links = Links(kept);
        await kept.RuleAsync(new RetentionRules { Recordings = new RetentionRule { Days = 1 }, CallLog = new RetentionRule { Days = 2 } });
        await kept.CallAsync("call");
        await links.AddAsync(New(kept, "a"), Ct);
        await links.OpenAsync(Opening(kept, "a", "ticket"), Line, Ct);
        kept.House.Time.Advance(Day);
        await kept.SweepAsync();
        Assert.NotNull(await links.FindBySecretAsync("secret-a", Ct));

        kept.House.Time.Advance(Day);
        await kept.SweepAsync();

        Assert.Null(await links.FindBySecretAsync("secret-a", Ct));
        Assert.Empty(await links.ListOpeningsAsync(Keepsakes.Tenant, "a", Ct));
    }

    [Fact]
    public async Task LinksOfAMessage_GoWithIt_AndNoOtherOwnersWordTakesThem()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (links, box, days) = (Links(kept), kept.House.First.GetRequiredService<IVoicemailStore>(), kept.House.First.GetRequiredService<RecordingDays>());
        await kept.MessageAsync("message");
        await kept.MessageAsync("other");
        await links.AddAsync(New(kept, "a") with { RecordingId = "acme/message" }, Ct);
        await links.AddAsync(New(kept, "b") with { RecordingId = "acme/other" }, Ct);
        await links.OpenAsync(Opening(kept, "a", "ticket"), Line, Ct);
        Assert.False(await days.AreOverAsync((await box.FindAsync("acme/alice", "acme/message", Ct))!, Ct));

        await box.PurgeAsync("acme/bob", "acme/message", Ct);
        await box.DeleteAsync("acme/alice", "acme/message", kept.House.Time.GetUtcNow(), ct: Ct);
        Assert.NotNull(await links.FindBySecretAsync("secret-a", Ct));
        await box.PurgeAsync("acme/alice", "acme/message", Ct);

        Assert.Null(await links.FindBySecretAsync("secret-a", Ct));
        Assert.Empty(await links.ListOpeningsAsync(Keepsakes.Tenant, "a", Ct));
        Assert.NotNull(await links.FindBySecretAsync("secret-b", Ct));
        await kept.RuleAsync(new RetentionRules { Voicemail = new RetentionRule { Days = 1 } });
        kept.House.Time.Advance(Day);
        Assert.True(await days.AreOverAsync((await box.FindAsync("acme/alice", "acme/other", Ct))!, Ct));
    }

    [Fact]
    public async Task TheDaysOfARecordingAreOver_ByTheRule_AlsoWhereACaseKeepsIt()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var days = kept.House.First.GetRequiredService<RecordingDays>();
        await kept.CallAsync("call", defaultDays: 90);
        await kept.House.First.GetRequiredService<ILegalCases>().ProposeAsync(Keepsakes.Tenant, "Suit", "", new LegalScope { Users = ["acme/alice"] }, "acme/admin", Ct);
        var recording = (await kept.RecordingAsync("call"))!;
        Assert.False(await days.AreOverAsync(recording, Ct));

        await kept.RuleAsync(new RetentionRules { Recordings = new RetentionRule { Days = 1 } });
        kept.House.Time.Advance(Day);

        Assert.True(await days.AreOverAsync(recording, Ct));
        Assert.Equal(0, (await kept.SweepAsync()).Erased);
    }

    private static IShareLinks Links(Keepsakes kept) => kept.House.First.GetRequiredService<IShareLinks>();

    private static ShareLink New(Keepsakes kept, string id, int mostViews = 0) => new()
    {
        Id = id,
        TenantId = Keepsakes.Tenant,
        RecordingId = "acme/call-r",
        SecretHash = ShareLink.HashOf($"secret-{id}"),
        CreatedBy = "acme/alice",
        CreatedAt = kept.House.Time.GetUtcNow(),
        ExpiresAt = kept.House.Time.GetUtcNow() + Day,
        MostViews = mostViews,
    };

    private static ShareOpening Opening(Keepsakes kept, string link, string ticket) => new()
    {
        TicketHash = ShareLink.HashOf(ticket), TenantId = Keepsakes.Tenant, LinkId = link, At = kept.House.Time.GetUtcNow(), Until = kept.House.Time.GetUtcNow() + Day, Address = "192.0.2.0",
    };
}
