using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Retention;

public abstract class RetentionContract(Engine engine) : EngineContract(engine)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task RecordingIsErasedWhenItsDaysAreOver_AndTheCatalogueAndAReceiptSaySo()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.CallAsync("old");
        await kept.CallAsync("old", tenant: "other");
        await kept.RuleAsync(new RetentionRules { Recordings = new RetentionRule { Days = 30 } });
        kept.House.Time.Advance((30 * Day) - TimeSpan.FromMinutes(1));
        await kept.CallAsync("new");
        var early = await kept.SweepAsync();
        Assert.Equal((0, 3), (early.Erased, await kept.FilesAsync("old")));

        kept.House.Time.Advance(TimeSpan.FromMinutes(1));
        var swept = await kept.SweepAsync();

        Assert.Equal((1, 0, 0), (swept.Erased, swept.Held, swept.Failed));
        Assert.Equal((0, 3, 3), (await kept.FilesAsync("old"), await kept.FilesAsync("new"), await kept.FilesAsync("old", "other")));
        Assert.Equal((kept.House.Time.GetUtcNow(), null), ((await kept.RecordingAsync("old"))!.ErasedAt, (await kept.RecordingAsync("new"))!.ErasedAt));
        Assert.Equal(["Recordings acme/old-r tenant 30"], await kept.ReceiptsAsync());
        Assert.Equal(swept, (await kept.House.First.GetRequiredService<IRetentionLog>().ListSweepsAsync(Keepsakes.Tenant, Ct))[0]);
        Assert.Equal(0, (await kept.SweepAsync()).Erased);
    }

    [Fact]
    public async Task LongestRuleOfUsersAndQueuesCounts_ThenTheTenants_ThenTheDayThatItWasGiven()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.RuleAsync(new RetentionRules
        {
            Recordings = new RetentionRule { Days = 5, Users = new Dictionary<string, int> { ["alice"] = 10 }, Queues = new Dictionary<string, int> { ["support"] = 20, ["sales"] = 3 } },
        });
        await kept.CallAsync("hers");
        await kept.CallAsync("hers-support", queue: "support");
        await kept.CallAsync("hers-sales", queue: "sales");
        await kept.CallAsync("sales", "bob", "sales");
        await kept.CallAsync("his", "bob");

        Assert.Equal(["sales"], await GoneAfterAsync(3));
        Assert.Equal(["sales", "his"], await GoneAfterAsync(2));
        Assert.Equal(["sales", "his", "hers", "hers-sales"], await GoneAfterAsync(5));
        Assert.Equal(["sales", "his", "hers", "hers-sales", "hers-support"], await GoneAfterAsync(10));
        Assert.Contains("Recordings acme/hers-sales-r user 10", await kept.ReceiptsAsync());

        await kept.RuleAsync(new RetentionRules());
        await kept.CallAsync("given", defaultDays: 7);
        Assert.DoesNotContain("given", await GoneAfterAsync(6));
        Assert.Contains("given", await GoneAfterAsync(1));
        Assert.Contains("Recordings acme/given-r default", await kept.ReceiptsAsync());

        async Task<List<string>> GoneAfterAsync(int days)
        {
            kept.House.Time.Advance(days * Day);
            await kept.SweepAsync();
            return [.. (await kept.ReceiptsAsync()).Select(receipt => receipt.Split(' ')[1]["acme/".Length..^"-r".Length]).OrderBy(name => Array.IndexOf(["sales", "his", "hers", "hers-sales", "hers-support", "given"], name))];
        }
    }

    [Fact]
    public async Task FaxesAreErasedByTheirOwnersRule_AndOneThatCannotBeIsTriedAgain()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.RuleAsync(new RetentionRules { Fax = new RetentionRule { Days = 20, Users = new Dictionary<string, int> { ["bob"] = 5 } } });
        await kept.FaxAsync("hers");
        await kept.FaxAsync("his", "bob");
        kept.House.Time.Advance(5 * Day);

        Assert.Equal((0, 1), (await kept.SweepAsync(boxAnswers: false)) is var failed ? (failed.Erased, failed.Failed) : default);
        Assert.Equal(1, (await kept.SweepAsync()).Erased);
        kept.House.Time.Advance(15 * Day);
        Assert.Equal(1, (await kept.SweepAsync()).Erased);
        Assert.Equal(["Fax acme/his user 5", "Fax acme/hers tenant 20"], await kept.ReceiptsAsync());
    }

    [Fact]
    public async Task WhatASweepLeftThatDied_IsFinishedByTheNext_WithOneReceipt()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.CallAsync("half", defaultDays: 1);
        kept.House.Time.Advance(Day);
        // The key was destroyed and part of the sound, and then there was no process any more.
        await kept.House.Blobs.DeleteAsync("recordings/acme/2026/11/24/half/0123456789abcdef.take", Ct);

        Assert.Equal(1, (await kept.SweepAsync()).Erased);
        Assert.Equal(0, (await kept.SweepAsync()).Erased);
        Assert.Equal(0, await kept.FilesAsync("half"));
        Assert.Single(await kept.ReceiptsAsync());
    }

    [Fact]
    public async Task SweepsAtOnce_EraseEachThingOnce()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        for (var i = 0; i < 20; i++)
        {
            await kept.CallAsync($"c{i}", defaultDays: 1);
        }

        kept.House.Time.Advance(Day);

        var swept = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => kept.SweepAsync(), Ct)));

        Assert.Equal(20, swept.Sum(sweep => sweep.Erased));
        Assert.Equal(20, (await kept.ReceiptsAsync()).Distinct().Count());
        Assert.Equal(20, (await kept.ReceiptsAsync()).Length);
    }

    [Fact]
    public async Task CallLogIsKeptForEver_UntilARuleSaysOtherwise_AndGoesAfterItsRecording()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.CallAsync("plain", queue: "support", recorded: false);
        await kept.CallAsync("recorded", defaultDays: 60);
        kept.House.Time.Advance(50 * Day);
        Assert.Equal(0, (await kept.SweepAsync()).Examined);

        await kept.RuleAsync(new RetentionRules { CallLog = new RetentionRule { Days = 40 } });
        Assert.Equal(1, (await kept.SweepAsync()).Erased);
        Assert.Equal((false, true), (await kept.IsLoggedAsync("plain"), await kept.IsLoggedAsync("recorded")));

        kept.House.Time.Advance(10 * Day);
        Assert.Equal(2, (await kept.SweepAsync()).Erased);
        Assert.Equal(["CallLog acme/plain tenant 40", "Recordings acme/recorded-r default", "CallLog acme/recorded tenant 40"], await kept.ReceiptsAsync());
        await using var db = kept.House.OpenContext();
        Assert.Equal(
            (0, 0, 0, 0, 0, 0),
            (await db.CallLog.CountAsync(Ct), await db.CallParticipants.CountAsync(Ct), await db.Ledger.CountAsync(Ct), await db.QueueVisits.CountAsync(Ct), await db.Recordings.CountAsync(Ct), await db.RecordingParticipants.CountAsync(Ct)));
    }

    [Fact]
    public async Task MessageIsErasedByItsBox_AndAgainWhenThatDidNotAnswer()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.MessageAsync("hers");
        await kept.MessageAsync("his", "bob");
        await kept.RuleAsync(new RetentionRules { Voicemail = new RetentionRule { Users = new Dictionary<string, int> { ["alice"] = 2 } } });
        kept.House.Time.Advance(2 * Day);

        var away = await kept.SweepAsync(boxAnswers: false);
        Assert.Equal((0, 1), (away.Erased, away.Failed));
        Assert.Empty(await kept.ReceiptsAsync());

        Assert.Equal(1, (await kept.SweepAsync()).Erased);
        Assert.Equal(["Voicemail acme/hers user 2"], await kept.ReceiptsAsync());
    }

    [Fact]
    public async Task HeldIsKept_WhateverTheRule_AndErasedAfterTheRelease()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        await kept.CallAsync("hers", defaultDays: 1);
        await kept.CallAsync("known-number", "bob", from: "+34911", defaultDays: 1);
        await kept.CallAsync("named", "bob", defaultDays: 1);
        await kept.CallAsync("free", "bob", defaultDays: 1);
        await kept.MessageAsync("message", defaultDays: 1);
        await kept.RuleAsync(new RetentionRules { CallLog = new RetentionRule { Days = 1 } });
        var held = await cases.ProposeAsync(Keepsakes.Tenant, "Suit", "", new LegalScope { Users = ["acme/alice"], Numbers = ["+34911"], Calls = ["acme/named"] }, "acme/admin", Ct);
        Assert.Equal(LegalStepStatus.Done, (await cases.ApproveAsync(Keepsakes.Tenant, held.Id, "acme/boss", Ct)).Status);
        kept.House.Time.Advance(400 * Day);

        var swept = await kept.SweepAsync();
        Assert.Equal((2, 7), (swept.Erased, swept.Held));
        Assert.Equal(["Recordings acme/free-r default", "CallLog acme/free tenant 1"], await kept.ReceiptsAsync());
        Assert.Equal((3, 3, 3), (await kept.FilesAsync("hers"), await kept.FilesAsync("known-number"), await kept.FilesAsync("named")));

        await cases.AskReleaseAsync(Keepsakes.Tenant, held.Id, "acme/boss", Ct);
        Assert.Equal(0, (await kept.SweepAsync()).Erased);
        await cases.ReleaseAsync(Keepsakes.Tenant, held.Id, "acme/admin", Ct);
        Assert.Equal((7, 0), (await kept.SweepAsync() is var after ? after.Erased : 0, after.Held));
    }
}
