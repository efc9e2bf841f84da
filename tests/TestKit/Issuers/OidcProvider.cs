using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Issuers;

/// <summary>oidc-provider, a certified OpenID provider on Node.js, as a process of its own on a free port of 127.0.0.1. Whoever names an account is it.</summary>
public sealed partial class OidcProvider : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(180);
    private readonly TempFolder _folder;
    private readonly RunningProcess _process;

    private OidcProvider(TempFolder folder, RunningProcess process) => (_folder, _process) = (folder, process);

    /// <summary>Whether npm has installed it; <c>./test</c> does.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Home, "node_modules", "oidc-provider", "package.json"));

    /// <summary>Why a test that needs it cannot run.</summary>
    public static string Missing => "oidc-provider is not installed (npm ci --prefix tests/TestKit/Issuers/Provider --ignore-scripts)";

    private static string Home => Repository.At("tests", "TestKit", "Issuers", "Provider");

    /// <summary>The name and address of one, at a port of <see cref="FreePorts"/>: a server can be told before the provider is told of the server.</summary>
    public static string AddressAt(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="accounts">Its accounts with their claims, as JSON.</param>
    /// <param name="redirects">The pages that its one client may send people back to.</param>
    public static async Task<OidcProvider> StartAsync(int port, string accounts, params string[] redirects)
    {
        var folder = TempFolder.Create("oidc");
        var process = RunningProcess.Start(
            "oidc-provider", "node",
            [Path.Combine(Home, "provider.js"), port.ToString(CultureInfo.InvariantCulture), FakeIssuer.Client, FakeIssuer.Secret, accounts, .. redirects], folder.Path);
        var provider = new OidcProvider(folder, process);
        try
        {
            await process.WaitForLineAsync("The provider is listening", StartPatience);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does what a person does in its pages: names an account, agrees, and is sent back. Gives the address that it is sent to.</summary>
    /// <param name="address">Where our server sends the person to.</param>
    /// <param name="account">The account's name.</param>
    public static async Task<Uri> VisitAsync(Uri address, string account)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var at = address;
        for (var steps = 0; steps < 20; steps++)
        {
            if (at.Authority != address.Authority)
            {
                return at;
            }

            using var page = await http.GetAsync(at);
            if (page.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                continue;
            }

            var text = await page.Content.ReadAsStringAsync();
            if (!page.IsSuccessStatusCode || Action().Match(text) is not { Success: true } form)
            {
                throw new InvalidOperationException($"{at} gave {(int)page.StatusCode}: {text}");
            }

            using var fields = new FormUrlEncodedContent(
                text.Contains("value=\"login\"", StringComparison.Ordinal)
                    ? new Dictionary<string, string> { ["prompt"] = "login", ["login"] = account, ["password"] = "any" }
                    : new Dictionary<string, string> { ["prompt"] = "consent" });
            using var sent = await http.PostAsync(new Uri(at, WebUtility.HtmlDecode(form.Groups[1].Value)), fields);
            at = new Uri(at, sent.Headers.Location ?? throw new InvalidOperationException($"{at} took no answer: {(int)sent.StatusCode} {await sent.Content.ReadAsStringAsync()}"));
        }

        throw new InvalidOperationException($"{address} led in circles.");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex("<form[^>]*action=\"([^\"]+)\"")]
    private static partial Regex Action();
}
