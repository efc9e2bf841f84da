using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>The boards of queues and agents change while one looks, an agent is told to work from there, and axe finds nothing in either theme and language.</summary>
public sealed class BoardPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Nadie atiende", "Listo para llamadas", "Confirmar")]
    [InlineData("dark", "en-GB", "Nobody serves", "Ready for calls", "Confirm")]
    public async Task ACallerWaits_AnAgentIsToldToWork_AndTheBoardsShowIt(string theme, string language, string nobody, string ready, string confirm)
    {
        await using var desk = await OwnQueue.CreateAsync(Cluster.Admin, $"desk-{theme}", "Help desk", "2091", "wilma", "Wilma Rojas", "1081");
        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "supervisor", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("supervisor", Soon);
        var alice = await PhoneAsync("agent1", AliceTone);
        var wilma = await PhoneAsync(desk.Agent, BobTone);
        await boss.Page.GotoAsync("#/queues");
        var queue = boss.Page.Locator($"[data-testid=queues] tr[data-queue='{desk.Name}']");
        await Assertions.Expect(queue).ToBeVisibleAsync();

        await alice.CallAsync(desk.Number);
        await alice.WaitForAsync("open", Soon);
        await Assertions.Expect(queue).ToContainTextAsync(nobody);
        await Assertions.Expect(queue).ToHaveClassAsync("bad");
        await LookAsync("queues");
        await boss.Page.GotoAsync("#/queues/+tv");
        await Assertions.Expect(boss.Page.GetByTestId("tv").Locator($"[data-queue='{desk.Name}']")).ToContainTextAsync(nobody);
        await LookAsync("tv");

        await boss.Page.GotoAsync("#/agents");
        await boss.Page.Locator("main select").First.SelectOptionAsync(desk.Name);
        var agent = boss.Page.Locator($"[data-testid=agents] tr[data-agent='{desk.Agent}']");
        await agent.GetByRole(AriaRole.Button).ClickAsync();
        await LookAsync("agent-dialog");
        await boss.Page.GetByLabel(ready).CheckAsync();
        await boss.Page.GetByTestId("agent-dialog").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = confirm }).ClickAsync();
        await wilma.WaitForAsync("pending", Soon);
        await Assertions.Expect(agent).ToHaveAttributeAsync("data-status", "ringing");
        await wilma.ClickAsync("Answer");
        await Assertions.Expect(agent).ToHaveAttributeAsync("data-status", "onCall");
        await LookAsync("agents");

        await alice.ClickAsync("Hang up");
        await wilma.WaitForAsync("gone", Soon);
        await Assertions.Expect(agent).ToHaveAttributeAsync("data-status", "wrapUp");
        await Look.AssertCleanAsync(wilma.Page, "agent-wrap-up", "light", "en");

        await boss.Page.GotoAsync($"#/queues/{desk.Name}");
        var why = boss.Page.GetByTestId("assignments").Locator("details");
        await why.First.Locator("summary").ClickAsync();
        await Assertions.Expect(why.First.Locator("tbody")).ToContainTextAsync("Wilma Rojas");
        await LookAsync("queue");

        Task LookAsync(string state) => Look.AssertCleanAsync(boss.Page, state, theme, language);
    }
}
