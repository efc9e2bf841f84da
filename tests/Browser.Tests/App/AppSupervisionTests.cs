using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Three in a call at the webphone: a supervisor who comes in from the list of live calls, and two calls that are joined.</summary>
public sealed class AppSupervisionTests(BrowserFixture cluster) : AppTest(cluster)
{
    private static readonly double[] Tones = [AliceTone, BobTone, CarolTone];

    [Fact]
    public async Task ASupervisorListensWhispersAndBargesIn_AndTheAgentSeesIt()
    {
        var (alice, bob, boss) = await ThreeAsync("supervisor");
        await boss.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Live" }).ClickAsync();
        await Assertions.Expect(boss.Page.GetByText("Nobody is on a call.")).ToBeVisibleAsync();
        var call = await EstablishAsync(alice, "1002", bob);
        var row = boss.Page.Locator($"[data-testid=live] tr[data-call='{call}']");
        await Assertions.Expect(row).ToContainTextAsync("Talking");

        await In(row, "Listen").ClickAsync();
        await boss.WaitForAsync("open", Soon);
        await HearAsync(DateTimeOffset.UtcNow, (boss, "440 1000"), (alice, "1000"), (bob, "440"));

        var card = boss.Page.GetByTestId("call");
        await In(card, "Whisper").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("hears you");
        await Assertions.Expect(bob.Page.GetByTestId("call")).ToContainTextAsync("A supervisor is talking to you");
        await HearAsync(DateTimeOffset.UtcNow, (bob, "440 1500"), (alice, "1000"), (boss, "440 1000"));

        await In(row, "Barge in").ClickAsync();
        await Assertions.Expect(bob.Page.GetByTestId("call")).ToContainTextAsync("everybody hears each other");
        await HearAsync(DateTimeOffset.UtcNow, (bob, "440 1500"), (alice, "1000 1500"), (boss, "440 1000"));

        await In(row, "Leave").ClickAsync();
        await boss.WaitForAsync("gone", Soon);
        await HearAsync(DateTimeOffset.UtcNow, (alice, "1000"), (bob, "440"));
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("gone", Soon);
        await Assertions.Expect(boss.Page.GetByText("Nobody is on a call.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ASupervisorTakesACallOver_AfterBeingAsked()
    {
        var (alice, bob, boss) = await ThreeAsync("supervisor");
        var call = await EstablishAsync(alice, "1002", bob);
        await boss.Page.GotoAsync("#/live");
        var row = boss.Page.Locator($"[data-testid=live] tr[data-call='{call}']");

        await In(row, "Take over").ClickAsync();
        var question = boss.Page.GetByTestId("question");
        await Assertions.Expect(question).ToContainTextAsync("Take the call over?");
        await In(question, "Take over").ClickAsync();

        await bob.WaitForAsync("gone", Soon);
        await boss.WaitForAsync("open", Soon);
        await HearAsync(DateTimeOffset.UtcNow, (alice, "1500"), (boss, "440"));
        await boss.ClickAsync("Hang up");
        await alice.WaitForAsync("gone", Soon);
    }

    [Fact]
    public async Task TwoCallsAreJoined_AndAllThreeHearEachOther()
    {
        var (alice, bob, carol) = await ThreeAsync();
        await EstablishAsync(alice, "1002", bob);
        await bob.ClickAsync("Transfer");
        await bob.Page.GetByLabel("Transfer to").FillAsync("1003");
        await bob.ClickAsync("Ask first");
        await carol.WaitForAsync("pending", Soon);
        await carol.ClickAsync("Answer");
        await carol.WaitForAsync("open", Soon);

        await bob.Button("Join calls").First.ClickAsync();

        await Assertions.Expect(bob.Page.GetByTestId("call")).ToHaveCountAsync(1);
        await Assertions.Expect(bob.Page.GetByTestId("call")).ToContainTextAsync("Three-way call with");
        await HearAsync(DateTimeOffset.UtcNow, (alice, "1000 1500"), (bob, "440 1500"), (carol, "440 1000"));
        var left = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Hang up");
        await HearAsync(left, (alice, "1500"), (carol, "440"));
        var over = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Hang up");
        await carol.WaitForAsync("gone", Soon, over);
    }

    private static ILocator In(ILocator place, string button) => place.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true });

    private static Task<DateTimeOffset[]> HearAsync(DateTimeOffset since, params (AppPhone Who, string Mix)[] ears) =>
        Task.WhenAll(ears.Select(ear => ear.Who.Person.Ear.WaitForMixAsync(ear.Mix, Tones, since, Talk, Soon)));
}
