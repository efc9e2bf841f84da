using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>The extension's screens in both themes and both languages: axe-core finds nothing.</summary>
public sealed class ExtensionLookTests(BrowserFixture cluster) : ExtensionTest(cluster)
{
    // As a side panel is at first.
    private const int Narrow = 360;
    private const int Tall = 640;

    [Theory]
    [InlineData("light", "es-CO")]
    [InlineData("dark", "en-GB")]
    public async Task EveryScreenIsClean(string theme, string language)
    {
        var browser = await BrowserAsync(AliceTone, theme, language);
        var panel = await browser.OpenAsync("panel");
        await panel.SetViewportSizeAsync(Narrow, Tall);
        await Assertions.Expect(panel.GetByTestId("state")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(panel, "extension-signed-out", theme, language);
        var options = await browser.OpenAsync("options");
        await Assertions.Expect(options.Locator("input[name=server]")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(options, "extension-options-signed-out", theme, language);
        var permission = await browser.OpenAsync("permission");
        await Assertions.Expect(permission.GetByTestId("answer")).Not.ToBeEmptyAsync();
        await Look.AssertCleanAsync(permission, "extension-permission", theme, language);

        await (await browser.SignInAsync(Cluster.Web, "agent1")).BringToFrontAsync();
        await Look.AssertCleanAsync(options, "extension-options", theme, language);
        await Assertions.Expect(panel.GetByTestId("state")).ToHaveClassAsync("registered");
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = Cluster.Sip });
        await bob.DialAsync("1001");
        var ringing = await CallAsync(panel, "pending");
        await Look.AssertCleanAsync(panel, "extension-ringing", theme, language);
        await ringing.Locator("button.accept").ClickAsync();
        var call = await CallAsync(panel, "open");
        await call.Locator("button[aria-expanded]").First.ClickAsync();
        await Look.AssertCleanAsync(panel, "extension-call", theme, language);
        await call.Locator("button.reject").ClickAsync();
        await NoCallAsync(panel);
    }
}
