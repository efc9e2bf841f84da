using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A user asks for an archive and makes a request, an administrator decides it; in either theme and language.</summary>
public sealed class RightsPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "agent3", "Preparar un archivo", "Descargar", "Enviar la solicitud", "Negar", "negada")]
    [InlineData("dark", "en-GB", "agent4", "Make an archive", "Download", "Send the request", "Refuse", "refused")]
    public async Task AnArchiveIsMade_AndARequestIsDecided(string theme, string language, string user, string make, string download, string send, string refuse, string refused)
    {
        var options = new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language };
        var agent = await AppPhone.OpenAsync(await PersonAsync(user, BobTone, options));
        await agent.SignInAsync(user, Soon);
        await agent.Page.GotoAsync("#/my-data");
        var exports = agent.Page.Locator("section[aria-labelledby=my-data-exports]");
        await exports.GetByRole(AriaRole.Button, new() { Name = make }).ClickAsync();
        await Assertions.Expect(exports.GetByRole(AriaRole.Button, new() { Name = download })).ToBeVisibleAsync(new() { Timeout = (float)Soon.TotalMilliseconds });
        var requests = agent.Page.Locator("section[aria-labelledby=my-data-requests]");
        var text = $"About calls, {theme}";
        await requests.Locator("form select").SelectOptionAsync("complaint");
        await requests.Locator("form input").FillAsync(text);
        await requests.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        var mine = requests.GetByRole(AriaRole.Listitem).Filter(new() { HasText = text });
        await Assertions.Expect(mine).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(agent.Page, "my-data", theme, language);

        var boss = await AppPhone.OpenAsync(await PersonAsync("admin", CarolTone, options));
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/rights");
        var asked = boss.Page.GetByTestId("rights").GetByRole(AriaRole.Listitem).Filter(new() { HasText = text });
        await asked.Locator("input").FillAsync("Looked into: there was nothing.");
        await Look.AssertCleanAsync(boss.Page, "rights", theme, language);
        await asked.GetByRole(AriaRole.Button, new() { Name = refuse }).ClickAsync();
        await Assertions.Expect(asked).ToContainTextAsync(refused);
    }
}
