using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.Browser.Tests.Library;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>Every page that the product serves, in both themes and both languages: axe-core (WCAG 2 A and AA, best practices) finds nothing.</summary>
public sealed class PagesTests(BrowserFixture cluster) : LibraryTest(cluster)
{
    [Theory]
    [InlineData("light", "en-GB")]
    [InlineData("dark", "es-CO")]
    public async Task TheStatusPageIsClean(string theme, string language)
    {
        var page = await (await SeeAsync("supervisor", theme, language)).NewPageAsync();
        await page.GotoAsync("status");
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(page, "status-signed-out", theme, language);

        await page.Locator("input[name=email]").FillAsync("supervisor@demo.test");
        await page.Locator("input[name=password]").FillAsync("demo");
        await page.Locator("#sign-in button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#board")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(page, "status-board", theme, language);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task TheExamplePageIsClean(string theme)
    {
        var phone = await ExamplePhone.OpenAsync(await SeeAsync("agent1", theme, "en-GB"));
        await Look.AssertCleanAsync(phone.Page, "example-signed-out", theme, "en");
        await phone.SignInAsync("agent1", Soon);
        await Look.AssertCleanAsync(phone.Page, "example-ready", theme, "en");
        await phone.CallAsync("9664");
        await phone.WaitForStatusAsync("open", Soon);
        await Look.AssertCleanAsync(phone.Page, "example-call", theme, "en");
        await phone.ClickAsync("Hang up");
        await phone.WaitForAsync("call disconnect", Soon);
    }

    private Task<Person> SeeAsync(string user, string theme, string language) =>
        PersonAsync(user, AliceTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language });
}
