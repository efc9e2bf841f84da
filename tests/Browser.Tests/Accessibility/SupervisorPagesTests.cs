using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>What supervisors see: axe finds nothing in either theme and language.</summary>
public sealed class SupervisorPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Escuchar", "Tomar")]
    [InlineData("dark", "en-GB", "Listen", "Take over")]
    public async Task LiveCallsAreClean(string theme, string language, string listen, string takeOver)
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "supervisor", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("supervisor", Soon);
        var (alice, bob) = await TwoAsync();
        await boss.Page.GotoAsync("#/live");
        await Assertions.Expect(boss.Page.Locator(".empty")).ToBeVisibleAsync();
        await LookAsync("live-empty");

        var call = await EstablishAsync(alice, "1002", bob);
        var row = boss.Page.Locator($"[data-testid=live] tr[data-call='{call}']");
        await row.GetByText(listen, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await boss.WaitForAsync("open", Soon);
        await Assertions.Expect(row).ToHaveAttributeAsync("data-mode", "listen");
        await LookAsync("live");
        await row.GetByText(takeOver, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(boss.Page.GetByTestId("question")).ToBeVisibleAsync();
        await LookAsync("live-question");

        await alice.ClickAsync("Hang up");
        await boss.WaitForAsync("gone", Soon);
        await bob.WaitForAsync("gone", Soon);

        Task LookAsync(string state) => Look.AssertCleanAsync(boss.Page, state, theme, language);
    }
}
