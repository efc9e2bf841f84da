using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.App;

/// <summary>An account of Google in the settings of the webphone, at a server and a Google of its own.</summary>
public sealed class AppGoogleTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const string Contacts = "https://www.googleapis.com/auth/contacts";

    // Google is one more process that the machine's other work may hold up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task AnAccountIsConnected_ShowsWhatWorks_AndIsDisconnected()
    {
        await using var google = await FakeGoogle.StartAsync();
        var account = google.Add("one", "agent1@example.com");
        account.People.Add("Zoë", "Quintero", "+573001234567");
        account.DeniedScopes.Add(Contacts);
        await using var server = await StandaloneServer.StartAsync($"--Google:BaseAddress={google.Address}", $"--Google:ClientId={FakeGoogle.Client}", $"--Google:ClientSecret={FakeGoogle.Secret}");
        var person = await PersonAsync("agent1", AliceTone, web: server.Addresses.WebUrl);
        var phone = await AppPhone.OpenAsync(person);
        await phone.SignInAsync("agent1", Patience);
        await phone.Page.GotoAsync("#/settings");
        var card = phone.Page.GetByTestId("google");

        // What its user does not allow is off, and says so.
        await phone.ClickAsync("Connect a Google account");
        await SaysAsync(card, "Connected with agent1@example.com");
        await SaysAsync(card, "Contacts: off. You did not allow it. Connect again and allow it.");
        await SaysAsync(card, "Calendar: on");
        await Look.AssertCleanAsync(phone.Page, "google-off", "light", "en", card);

        account.DeniedScopes.Remove(Contacts);
        await phone.ClickAsync("Connect again");
        await SaysAsync(card, "Contacts: on");
        await SaysAsync(card, "1 contacts on both sides, compared");
        await Look.KeepAsync(phone.Page, "google-settings", "light", "en", card);
        await phone.Page.GotoAsync("#/contacts");
        await Assertions.Expect(phone.Page.GetByText("Zoë Quintero")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Patience.TotalMilliseconds });

        await GoesOnInMeetAsync(phone, server, account);

        await phone.Page.GotoAsync("#/settings");
        await phone.ClickAsync("Disconnect");
        await phone.Page.GetByTestId("question").Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Connect a Google account" })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Patience.TotalMilliseconds });
        Assert.Empty(account.RefreshTokens);
    }

    // With a real telephone of another user, who has the link in the chat.
    private static async Task GoesOnInMeetAsync(AppPhone phone, StandaloneServer server, FakeGoogleAccount account)
    {
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = server.Addresses.SipUdp.ToString() });
        await phone.Page.GotoAsync("#/");
        await phone.CallAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Patience);
        await bob.AcceptAsync();
        await phone.WaitForAsync("open", Patience);
        var call = phone.Page.GetByTestId("call");
        await phone.ClickAsync("Go on in Google Meet");
        await SaysAsync(call, "The other party has the link in the chat.");
        var link = Assert.Single(account.Meetings.Made).AbsoluteUri;
        await Assertions.Expect(call.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = link })).ToHaveAttributeAsync("href", link);
        await Look.AssertCleanAsync(phone.Page, "google-meet", "light", "en");
        await phone.ClickAsync("Hang up");
        await bob.WaitForAsync("CALL_CLOSED", Patience);
    }

    private static Task SaysAsync(ILocator card, string text) => Assertions.Expect(card).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = (float)Patience.TotalMilliseconds });
}
