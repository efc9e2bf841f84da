using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Auth</c>: signing in with an account elsewhere (OpenID Connect), beside the password. The same on every edge.</summary>
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>Google's issuer, which has rules of its own: whose address is whose, and which domain an account belongs to.</summary>
    internal const string Google = "https://accounts.google.com";

    private static readonly char[] Commas = [','];

    /// <summary>The client that the issuer knows us as; empty: nobody signs in with an account elsewhere.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret; empty for a client that has none.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>The issuer exactly as its tokens name it; what else is needed stands in its <c>.well-known/openid-configuration</c>.</summary>
    public string Issuer { get; set; } = Google;

    /// <summary>What people call the issuer, on the button.</summary>
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; set; } = "Google";

    /// <summary>What is asked for, parted by spaces.</summary>
    public string Scopes { get; set; } = "openid email profile";

    /// <summary>The domains whose accounts may sign in, parted by commas (Google's claim <c>hd</c>; of other issuers the domain of the confirmed address where they send none); empty lets every account of the issuer.</summary>
    public string HostedDomains { get; set; } = "";

    /// <summary>Pages that the issuer may send people back to, parted by commas, beside <c>signed-in</c> below <c>Web:Url</c>: the web app under the name that people reach it by, the extension.</summary>
    public string RedirectUris { get; set; } = "";

    /// <summary>Whether an account that is seen for the first time becomes that of the user with the same confirmed address; otherwise users link theirs in the settings.</summary>
    public bool LinkByEmail { get; set; } = true;

    /// <summary>The longest that the issuer may take for an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A file that says where addresses are, a line of <c>network,country,latitude,longitude</c> each; empty: nobody knows, and nobody is found to sign in at two places at once.</summary>
    public string PlacesFile { get; set; } = "";

    /// <summary>Whether an issuer is set.</summary>
    public bool IsSet => ClientId.Length > 0;

    internal IReadOnlyList<string> Domains => Parts(HostedDomains);

    internal IReadOnlyList<string> Redirects => Parts(RedirectUris);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsAddress(Issuer) || Issuer.Contains('?', StringComparison.Ordinal))
        {
            yield return new("must be an https address without query, like https://accounts.google.com; http is for an issuer on this machine", [nameof(Issuer)]);
        }

        if (ClientSecret.Length > 0 && !IsSet)
        {
            yield return new("must be set together with Auth:ClientSecret, or neither of them", [nameof(ClientId)]);
        }

        if (!Scopes.Split(' ').Contains("openid"))
        {
            yield return new("must contain openid", [nameof(Scopes)]);
        }

        if (PlacesFile.Length > 0 && !File.Exists(PlacesFile))
        {
            yield return new("is not there", [nameof(PlacesFile)]);
        }

        if (Redirects.FirstOrDefault(address => !IsAddress(address)) is { } wrong)
        {
            yield return new($"must be https addresses (http for this machine), parted by commas; \"{wrong}\" is none", [nameof(RedirectUris)]);
        }
    }

    /// <summary>Whether a text is an address that a secret may be sent to: https, or http on this machine.</summary>
    internal static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static string[] Parts(string text) => text.Split(Commas, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
