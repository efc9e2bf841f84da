using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>A test with browsers that have the extension: they are closed when it ends, and when it failed what they showed is in its output.</summary>
public abstract class ExtensionTest(BrowserFixture cluster) : BrowserTest(cluster)
{
    private readonly List<ExtensionBrowser> _browsers = [];

    /// <summary>Somebody sits down in front of one.</summary>
    internal async Task<ExtensionBrowser> BrowserAsync(double tone, string theme = "light", string language = "en-GB", bool hasMicrophone = true)
    {
        var browser = await ExtensionBrowser.StartAsync(Cluster.Browsers, tone, theme, language, hasMicrophone);
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>Waits until the telephone shows a call with that status; gives it.</summary>
    internal static async Task<ILocator> CallAsync(IPage panel, string status)
    {
        var call = panel.Locator($"[data-testid=call][data-status={status}]");
        await Assertions.Expect(call).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Soon.TotalMilliseconds });
        return call;
    }

    /// <summary>Waits until it shows none.</summary>
    internal static Task NoCallAsync(IPage panel) =>
        Assertions.Expect(panel.GetByTestId("call")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = (float)Soon.TotalMilliseconds });

    /// <summary>The button of that name.</summary>
    internal static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    protected override async ValueTask LeaveAsync(bool hasFailed)
    {
        foreach (var browser in _browsers)
        {
            if (hasFailed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"--- {await browser.ScreensAsync()}{Environment.NewLine}{browser.Diary}");
            }

            await browser.DisposeAsync();
        }
    }
}
