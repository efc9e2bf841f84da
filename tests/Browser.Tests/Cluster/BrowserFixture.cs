using System.Net.Http.Json;
using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>One Standalone with the demo tenant, and a Chromium for each tone that a test asks for.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly Dictionary<double, Task<Chromium>> _browsers = [];
    private IPlaywright? _playwright;
    private StandaloneServer? _server;
    private RestClient? _admin;
    private Carrier? _carrier;

    public StandaloneServer Server => _server ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>Signed in as the administrator, who sees every call.</summary>
    public RestClient Admin => _admin ?? throw new InvalidOperationException("Standalone has not been started.");

    /// <summary>The world outside.</summary>
    public Carrier Carrier => _carrier ?? throw new InvalidOperationException("The carrier has not been started.");

    /// <summary>For browsers with profiles of their own.</summary>
    internal IPlaywright Browsers => _playwright ?? throw new InvalidOperationException("Playwright has not been started.");

    /// <summary>host:port of SIP over UDP.</summary>
    public string Sip => Server.Addresses.SipUdp.ToString();

    /// <summary>Where the web pages are.</summary>
    public Uri Web => Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _carrier = await Carrier.StartAsync();
        // The cut of a page's network is Chromium's own and drops UDP alone: over TCP the sound would be back before the network is.
        _server = await StandaloneServer.StartAsync("--Media:WebRtcTcp", "false", "--Backup:Key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        _admin = await _server.SignInAsync("admin@demo.test");
        _playwright = await Playwright.CreateAsync();

        // As long as a person would wait; what is there sooner is seen sooner.
        Assertions.SetDefaultExpectTimeout((float)BrowserTest.Soon.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
        {
            await (await browser).DisposeAsync();
        }

        _playwright?.Dispose();
        _admin?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_carrier is not null)
        {
            await _carrier.DisposeAsync();
        }
    }

    /// <summary>Makes or changes a line of the tenant.</summary>
    public async Task PutLineAsync(string number, object line)
    {
        using var answer = await Admin.Http.PutAsJsonAsync(new Uri($"api/v1/lines/{number}", UriKind.Relative), line);
        Assert.True(answer.IsSuccessStatusCode, $"PUT line {number}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Somebody who says this tone, with a browser profile that nobody has used; at another server than ours when it is named.</summary>
    internal async Task<Person> PersonAsync(double tone, BrowserNewContextOptions? options = null, Uri? web = null)
    {
        Task<Chromium>? browser;
        lock (_browsers)
        {
            if (!_browsers.TryGetValue(tone, out browser))
            {
                browser = _browsers[tone] = Chromium.StartAsync(_playwright!, tone);
            }
        }

        return await (await browser).OpenAsync(web ?? Web, options);
    }
}
