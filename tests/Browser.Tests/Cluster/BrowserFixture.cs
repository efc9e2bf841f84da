using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>One Standalone with the demo tenant, and a Chromium for each tone that a test asks for.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly Dictionary<double, Chromium> _browsers = [];
    private IPlaywright? _playwright;
    private StandaloneServer? _server;
    private RestClient? _admin;

    public StandaloneServer Server => _server ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>Signed in as the administrator, who sees every call.</summary>
    public RestClient Admin => _admin ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>Where the web pages are.</summary>
    public Uri Web => Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _server = await StandaloneServer.StartAsync();
        _admin = await _server.SignInAsync("admin@demo.test");
        _playwright = await Playwright.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _admin?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Somebody who says this tone, with a browser profile that nobody has used.</summary>
    internal async Task<Person> PersonAsync(double tone, BrowserNewContextOptions? options = null)
    {
        if (!_browsers.TryGetValue(tone, out var browser))
        {
            browser = _browsers[tone] = await Chromium.StartAsync(_playwright!, tone);
        }

        return await browser.OpenAsync(Web, options);
    }
}
