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

    [Fact]
    public async Task WithTheKeyboardAlone_ACallIsMade_Held_Transferred_AndEnded()
    {
        var phone = await ExamplePhone.OpenAsync(await PersonAsync("agent1", AliceTone));
        var bob = await PhoneAsync("agent2", BobTone);
        var carol = await PhoneAsync("agent3", CarolTone);
        var keyboard = new Keyboard(phone.Page);

        await keyboard.WriteAsync("E-mail address", "agent1@demo.test");
        await keyboard.WriteAsync("Password", "demo");
        await keyboard.PressAsync("Sign in");
        await phone.WaitForAsync("registered", Soon);
        var dialled = DateTimeOffset.UtcNow;
        await keyboard.WriteAsync("Number", "1002");
        await keyboard.PressAsync("Call");
        await bob.WaitForAsync("incoming", Soon);
        await bob.ClickAsync("Answer");
        await phone.WaitForStatusAsync("open", Soon);
        await HearEachOtherAsync(phone.Person, bob.Person, dialled);

        await keyboard.PressAsync("Hold");
        await Assertions.Expect(phone.Button("Resume")).ToBeVisibleAsync();
        await keyboard.PressAsync("Resume");
        await Assertions.Expect(phone.Button("Hold")).ToBeVisibleAsync();
        await keyboard.WriteAsync("Number", "1003");
        var transferred = DateTimeOffset.UtcNow;
        await keyboard.PressAsync("Transfer");
        await carol.WaitForAsync("incoming", Soon);
        await carol.ClickAsync("Answer");
        await HearEachOtherAsync(bob.Person, carol.Person, transferred);
        await carol.ClickAsync("Hang up");
        await bob.WaitForAsync("call disconnect", Soon);

        await keyboard.WriteAsync("Number", "9664");
        var again = DateTimeOffset.UtcNow;
        await keyboard.PressAsync("Call");
        await phone.WaitForStatusAsync("open", Soon, again);
        await keyboard.PressAsync("Hang up");
        await phone.WaitForAsync("call disconnect", Soon, again);
    }

    private Task<Person> SeeAsync(string user, string theme, string language) =>
        PersonAsync(user, AliceTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language });
}
