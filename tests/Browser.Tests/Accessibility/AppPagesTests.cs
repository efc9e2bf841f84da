using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>The webphone's pages: axe finds nothing in either theme and language, and a call needs no mouse.</summary>
public sealed class AppPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO")]
    [InlineData("dark", "en-GB")]
    public async Task EveryPageIsClean(string theme, string language)
    {
        var phone = await AppPhone.OpenAsync(await PersonAsync(
            "agent1", AliceTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        var bob = await PhoneAsync("agent2", BobTone);
        await LookAsync("sign-in");
        await phone.Page.GotoAsync("#/cookies");
        await Assertions.Expect(phone.Page.GetByTestId("kept")).ToBeVisibleAsync();
        await LookAsync("kept");
        await phone.Page.GotoAsync("#/");

        await phone.SignInAsync("agent1", Soon);
        await LookAsync("phone");
        var dialled = DateTimeOffset.UtcNow;
        await phone.CallAsync("1002");
        await bob.WaitForAsync("pending", Soon);
        await Look.AssertCleanAsync(bob.Page, "ringing", "light", "en");
        await bob.ClickAsync("Answer");
        await HearEachOtherAsync(phone.Person, bob.Person, dialled);
        await LookAsync("call");
        await bob.ClickAsync("Hang up");
        await phone.WaitForAsync("gone", Soon);
        await Evidence.OfAsync(Cluster.Admin, dialled, Soon);

        await phone.Page.GotoAsync("#/calls");
        await phone.Page.GetByTestId("log").Locator("button[aria-expanded]").First.ClickAsync();
        await Assertions.Expect(phone.Page.GetByTestId("player")).ToBeVisibleAsync();
        await LookAsync("calls");
        await phone.Page.GotoAsync("#/colleagues");
        await Assertions.Expect(phone.Page.GetByTestId("colleagues").Locator("li").First).ToBeVisibleAsync();
        await LookAsync("colleagues");
        await phone.Page.GotoAsync("#/settings");
        await Assertions.Expect(phone.Page.Locator(".settings")).ToBeVisibleAsync();
        await phone.Page.GetByTestId("follow-me-add").ClickAsync();
        await LookAsync("settings");
        await phone.Page.GetByTestId("presence").ClickAsync();
        await Assertions.Expect(phone.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        await LookAsync("presence");

        Task LookAsync(string state) => Look.AssertCleanAsync(phone.Page, state, theme, language);
    }

    [Fact]
    public async Task WithTheKeyboardAlone_ACallIsMade_Held_Transferred_AndEnded()
    {
        var phone = await AppPhone.OpenAsync(await PersonAsync("agent1", AliceTone));
        var bob = await PhoneAsync("agent2", BobTone);
        var carol = await PhoneAsync("agent3", CarolTone);
        var keyboard = new Keyboard(phone.Page);

        await keyboard.WriteAsync("E-mail address", "agent1@demo.test");
        await keyboard.WriteAsync("Password", "demo");
        await keyboard.PressAsync("Sign in");
        await phone.ReadyAsync(Soon);
        var dialled = DateTimeOffset.UtcNow;
        await keyboard.WriteAsync("Name or number", "1002");
        await keyboard.PressAsync("Call");
        await bob.WaitForAsync("pending", Soon);
        await bob.ClickAsync("Answer");
        await phone.WaitForAsync("open", Soon);
        await HearEachOtherAsync(phone.Person, bob.Person, dialled);

        await keyboard.PressAsync("Hold");
        await Assertions.Expect(phone.Button("Resume")).ToBeVisibleAsync();
        await keyboard.PressAsync("Resume");
        await Assertions.Expect(phone.Button("Hold")).ToBeVisibleAsync();
        await keyboard.PressAsync("Transfer");
        await keyboard.WriteAsync("Transfer to", "1003");
        var transferred = DateTimeOffset.UtcNow;
        await keyboard.PressAsync("Transfer now");
        await carol.WaitForAsync("pending", Soon);
        await carol.ClickAsync("Answer");
        await HearEachOtherAsync(bob.Person, carol.Person, transferred);
        await carol.ClickAsync("Hang up");
        await bob.WaitForAsync("gone", Soon);

        var again = DateTimeOffset.UtcNow;
        await keyboard.WriteAsync("Name or number", "9664");
        await keyboard.PressAsync("Call");
        await phone.WaitForAsync("open", Soon, again);
        await keyboard.PressAsync("Hang up");
        await phone.WaitForAsync("gone", Soon, again);
    }
}
