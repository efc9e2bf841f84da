using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Issuers;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Signing in to the webphone with an account of a certified OpenID provider, at a server of its own.</summary>
public sealed class AppIssuerTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const string Accounts = """
        {
          "one": { "email": "agent1@demo.test", "email_verified": true },
          "two": { "email": "somebody@example.com", "email_verified": true }
        }
        """;

    [Fact]
    public async Task AnAccountSignsIn_AndAnotherOneIsLinkedAndTakenAway()
    {
        Assert.SkipUnless(OidcProvider.IsInstalled, OidcProvider.Missing);
        var port = FreePorts.Take();
        await using var server = await StandaloneServer.StartAsync(
            $"--Auth:Issuer={OidcProvider.AddressAt(port)}", $"--Auth:ClientId={FakeIssuer.Client}", $"--Auth:ClientSecret={FakeIssuer.Secret}", "--Auth:Name=Test");
        await using var issuer = await OidcProvider.StartAsync(port, Accounts, new Uri(server.Addresses.WebUrl, "signed-in").ToString());

        // Nobody has the second account yet.
        var person = await PersonAsync("agent1", AliceTone, web: server.Addresses.WebUrl);
        var phone = await AppPhone.OpenAsync(person);
        await phone.ClickAsync("Sign in with Test");
        await NameAccountAsync(phone.Page, "two");
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody here has this account.");
        await Look.AssertCleanAsync(phone.Page, "refused by an issuer", "light", "en");

        // The first has the address of a user.
        await person.Context.ClearCookiesAsync();
        await phone.ClickAsync("Sign in with Test");
        await NameAccountAsync(phone.Page, "one");
        await phone.ReadyAsync(Soon);
        Assert.Equal($"{server.Addresses.WebUrl}#/", phone.Page.Url);
        await phone.Page.GotoAsync("#/settings");
        await Assertions.Expect(phone.Page.GetByTestId("linked-login")).ToContainTextAsync("Test: agent1@demo.test");
        await Assertions.Expect(phone.Page.GetByTestId("session")).ToContainTextAsync("Chrome on Linux");

        // Another one in its place.
        await phone.ClickAsync("Take agent1@demo.test away");
        await phone.Page.GetByTestId("question").Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(phone.Page.GetByTestId("linked-login")).ToHaveCountAsync(0);
        await person.Context.ClearCookiesAsync();
        await phone.ClickAsync("Link an account of Test");
        await NameAccountAsync(phone.Page, "two");
        await Assertions.Expect(phone.Page.GetByTestId("linked-login")).ToContainTextAsync("Test: somebody@example.com");

        await phone.ClickAsync("Sign out everywhere");
        await phone.Page.GetByTestId("question").Locator("button[type=submit]").ClickAsync();
        await phone.ClickAsync("Sign in with Test");
        await phone.ReadyAsync(Soon);
    }

    /// <summary>Names an account in the provider's page and agrees to be known.</summary>
    private static async Task NameAccountAsync(IPage page, string account)
    {
        await page.Locator("input[name=login]").FillAsync(account);
        await page.Locator("input[name=password]").FillAsync("any");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.Locator("input[name=prompt][value=consent]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.Locator("button[type=submit]").ClickAsync();
    }
}
