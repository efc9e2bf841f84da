using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>The webphone needs no mouse.</summary>
public sealed class AppPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
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
