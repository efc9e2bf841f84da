using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>An agent's work at the webphone: a call of a queue from the start of work to the pause after it.</summary>
public sealed class AppAgentTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Fact]
    public async Task AnAgentStartsWork_TakesACallOfTheQueue_WrapsItUp_AndPauses()
    {
        await using var desk = await OwnQueue.CreateAsync(Cluster.Admin, "parts", "Spare parts", "2092", "ursula", "Ursula Paz", "1082");
        var alice = await PhoneAsync("agent1", AliceTone);
        var ursula = await PhoneAsync(desk.Agent, BobTone);
        var bar = ursula.Page.GetByTestId("agent");
        await Assertions.Expect(bar).ToHaveAttributeAsync("data-status", "loggedOut");
        await ursula.ClickAsync("Start work");
        await Assertions.Expect(bar).ToHaveAttributeAsync("data-status", "available");

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync(desk.Number);
        await ursula.WaitForAsync("pending", Soon);
        await Assertions.Expect(ursula.Page.GetByTestId("call")).ToContainTextAsync("Call of Spare parts");
        await ursula.ClickAsync("Answer");
        await Assertions.Expect(bar).ToHaveAttributeAsync("data-status", "onCall");
        await HearEachOtherAsync(alice.Person, ursula.Person, dialled);
        await bar.GetByLabel("After this call").SelectOptionAsync("paused");
        await ursula.Page.GetByLabel("Reason", new PageGetByLabelOptions { Exact = true }).FillAsync("lunch");
        await ursula.Page.GetByTestId("pause").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(bar.GetByLabel("After this call")).ToHaveValueAsync("paused");

        await alice.ClickAsync("Hang up");
        await ursula.WaitForAsync("gone", Soon);
        await Assertions.Expect(bar).ToHaveAttributeAsync("data-status", "wrapUp");
        await Assertions.Expect(bar).ToContainTextAsync("Next call in");
        await ursula.ClickAsync("Solved");
        await Assertions.Expect(ursula.Button("Solved")).ToHaveAttributeAsync("aria-pressed", "true");
        await bar.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Ready" }).ClickAsync();
        await Assertions.Expect(bar).Not.ToHaveAttributeAsync("data-status", "wrapUp");
    }
}
