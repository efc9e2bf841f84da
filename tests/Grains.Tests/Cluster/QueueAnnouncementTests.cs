using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What a waiting caller is told, from the queue's rules to the edge and back.</summary>
public sealed class QueueAnnouncementTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IQueueGrain Queue => house.Grains.GetGrain<IQueueGrain>("demo/sales");

    [Fact]
    public async Task TheCallerIsToldThePlace_ThenWhatIsToldInTurn_OneAfterTheOther()
    {
        await KeepPromptAsync("patience");
        await OpenAsync(new QueueAnnouncements
        {
            PlaceAfter = TimeSpan.FromSeconds(20), PlaceEvery = TimeSpan.FromSeconds(60), EstimatedWait = false, Periodic = ["patience", "Todas las líneas están ocupadas."], PeriodicEvery = TimeSpan.FromSeconds(20),
        });
        var call = await DialAsync();

        house.Time.Advance(TimeSpan.FromSeconds(20));
        var first = (await house.A.Until(call, "say 1"))[^1];
        await ToldAsync(call, 1, PromptEnd.Played);
        var second = (await house.A.Until(call, "say 1"))[^1];
        await ToldAsync(call, 2, PromptEnd.Played);
        await HeardAsync(call, 2);
        house.Time.Advance(TimeSpan.FromSeconds(20));
        var third = (await house.A.Until(call, "say 1"))[^1];

        string[] both = [first[9..], second[9..]];
        Assert.Equal(["'Usted es el siguiente en la fila.'", "[demo/prompts/patience/1.wav]"], both.Order());
        Assert.Equal("say 1 #3 'Todas las líneas están ocupadas.'", third);
        await EndAsync(call);
    }

    [Fact]
    public async Task WhatAnAgentTookTheCallerAwayFrom_WasNotHeard_AndNothingIsSaidWhileItRings()
    {
        await OpenAsync(new QueueAnnouncements { Periodic = ["Uno.", "Dos."], PeriodicEvery = TimeSpan.FromSeconds(10) });
        var call = await DialAsync();
        house.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("'Uno.'", (await house.A.Until(call, "say 1"))[^1], StringComparison.Ordinal);

        await house.Register(4, house.A);
        await Queue.Configure((await Queue.View())!.Rules with { Members = [new QueueMember(GrainHouse.User(4))] });
        await house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(4).Key).LogIn();
        await house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(4).Key).Ready();
        await house.A.Until(call, "invite 2");
        house.Time.Advance(TimeSpan.FromSeconds(10));
        await house.A.Report(house.Grains, call, new LegAnswered(new LegId(2), Now, "answer", null));
        var until = await house.A.Until(call, "connect 1 2");
        await ToldAsync(call, 1, PromptEnd.Replaced);

        Assert.DoesNotContain(until, static word => word.StartsWith("say", StringComparison.Ordinal));
        Assert.Equal(CallPhase.Connected, (await house.Call(call).View())!.Phase);
        await EndAsync(call);
        await house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(4).Key).LogOut(true);
    }

    [Fact]
    public async Task AQueueHasMusicOfItsOwn_AlsoAfterAnAnnouncementAndAHold()
    {
        await KeepPromptAsync("waltz");
        await OpenAsync(new QueueAnnouncements { Periodic = ["Uno."], PeriodicEvery = TimeSpan.FromSeconds(10) }, music: "waltz");
        var call = await DialAsync();
        Assert.Equal("say 1 #1 music [demo/prompts/waltz/1.wav]", house.A.Commands(call).Select(Calls.Words.Of).Single(static word => word.StartsWith("say", StringComparison.Ordinal)));
        house.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("say 1 #2 'Uno.'", (await house.A.Until(call, "say 1"))[^1]);
        await ToldAsync(call, 1, PromptEnd.Replaced);
        await ToldAsync(call, 2, PromptEnd.Played);
        Assert.Equal("say 1 #3 music [demo/prompts/waltz/1.wav]", (await house.A.Until(call, "say 1"))[^1]);

        await house.A.Report(house.Grains, call, new LegReoffered(LegId.First, Now, "hold"));
        await house.A.Until(call, "reoffer 1");
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, true), new PromptEnded(LegId.First, Now, 3, PromptEnd.Replaced));
        await house.A.Until(call, "play 1 Silence");
        await house.A.Report(house.Grains, call, new LegReoffered(LegId.First, Now, "resume"));
        await house.A.Until(call, "reoffer 1");
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, false));
        Assert.Equal("say 1 #4 music [demo/prompts/waltz/1.wav]", (await house.A.Until(call, "say 1"))[^1]);
        await EndAsync(call);
    }

    [Fact]
    public async Task APromptOfAQueueIsNotErased()
    {
        await KeepPromptAsync("kept");
        await OpenAsync(new QueueAnnouncements { Periodic = ["kept"] });

        var refused = await house.Grains.GetGrain<IPromptGrain>("demo/kept").Remove();
        await OpenAsync(new QueueAnnouncements());
        var removed = await house.Grains.GetGrain<IPromptGrain>("demo/kept").Remove();

        Assert.Equal((ConfigureStatus.Conflict, "The queue 'sales' plays it."), (refused.Status, refused.Problem));
        Assert.Equal(ConfigureStatus.Saved, removed.Status);
    }

    private async Task KeepPromptAsync(string name) =>
        Assert.Equal(ConfigureStatus.Saved, (await house.Grains.GetGrain<IPromptGrain>($"demo/{name}").Keep(new PromptFile($"demo/prompts/{name}/1.wav", 1_000, 16_044, 8_000), "admin")).Status);

    private async Task OpenAsync(QueueAnnouncements announcements, string? music = null)
    {
        var receipt = await Queue.Configure(new QueueRules { Announcements = announcements, Music = music });
        Assert.True(receipt.Status == ConfigureStatus.Saved, receipt.Problem);
    }

    private async Task<CallId> DialAsync()
    {
        var call = house.NewCall();
        Assert.Null((await house.Call(call).Offer(house.Offer(house.A, dialled: "2001"))).Refusal);
        await house.A.Until(call, "open 1");
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, false));
        await house.A.Until(call, "answer 1");
        return call;
    }

    private async Task EndAsync(CallId call)
    {
        await house.A.Report(house.Grains, call, new LegClosed(LegId.First, Now, new EndCause(EndKind.Hangup)));
        await Eventually.IsTrueAsync("the caller to leave the queue", Soon, async () => (await Queue.View())!.Places.IsEmpty);
    }

    /// <summary>Waits until the queue knows that the caller has heard so many announcements.</summary>
    private Task HeardAsync(CallId call, int count) => Eventually.IsTrueAsync(
        $"{count} announcements to be heard", Soon, async () => (await Queue.View())!.Places.Single(place => place.Call == call).Told == count);

    private Task<ReportReceipt> ToldAsync(CallId call, int prompt, PromptEnd how) =>
        house.A.Report(house.Grains, call, new PromptEnded(LegId.First, Now, prompt, how));
}
