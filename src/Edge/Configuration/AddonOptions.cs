using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Addon</c>: the add-on that Google Workspace shows beside mails, events, documents and chats. The same on every edge.</summary>
public sealed class AddonOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Addon";

    /// <summary>The service account that Google asks us by, as the deployment's Authorization Resource names it; empty: there is no add-on.</summary>
    public string ServiceAccount { get; set; } = "";

    /// <summary>The OAuth client that tokens of the add-on's users are made for, from the same place.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The address that Google reaches this edge by, without a path; empty: that of <c>Web:Url</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>Address of the picture that stands for the add-on, a PNG; it goes into the deployment.</summary>
    public string Logo { get; set; } = "";

    /// <summary>Who makes the tokens.</summary>
    public string Issuer { get; set; } = AuthOptions.Google;

    /// <summary>Where the issuer's keys are (RFC 7517).</summary>
    public string Keys { get; set; } = "https://www.googleapis.com/oauth2/v3/certs";

    /// <summary>Where the Gmail API is, which says who wrote the mail that is open.</summary>
    public string Gmail { get; set; } = "https://gmail.googleapis.com";

    /// <summary>Most requests of one user in a minute.</summary>
    [Range(1, 6_000)]
    public int PerMinute { get; set; } = 120;

    /// <summary>The longest that Google may take for its keys and for a mail.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:20")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is an add-on.</summary>
    public bool IsSet => ServiceAccount.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsSet != ClientId.Length > 0)
        {
            yield return new("must be set together with Addon:ServiceAccount, or neither of them", [nameof(ClientId)]);
        }

        foreach (var (name, address) in new[] { (nameof(Issuer), Issuer), (nameof(Keys), Keys), (nameof(Gmail), Gmail), (nameof(Url), Url), (nameof(Logo), Logo) })
        {
            if (!(address.Length == 0 && name is nameof(Url) or nameof(Logo)) && !AuthOptions.IsAddress(address))
            {
                yield return new("must be an https address; http is for this machine", [name]);
            }
        }

        if (Url.Length > 0 && AuthOptions.IsAddress(Url) && new Uri(Url).PathAndQuery != "/")
        {
            yield return new("must be an address without a path", [nameof(Url)]);
        }
    }
}
