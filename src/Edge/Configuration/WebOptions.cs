using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Web</c>: where this process serves HTTP.</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Web";

    /// <summary>Address of the web pages and REST, http or https without a path. https has the certificate of <c>Sip:CertificatePath</c>, or our own.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:8080/");

    /// <summary>Address of administration alone (metrics, health in detail), with a port of its own; empty leaves it on <see cref="Url"/>.</summary>
    public Uri? AdminUrl { get; set; }

    /// <summary>How long an access token is good for; the session behind it can be revoked at any time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether any address is https.</summary>
    public bool IsSecure => Url.Scheme == Uri.UriSchemeHttps || AdminUrl?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Every address, as the web server wants them.</summary>
    public string[] Urls => AdminUrl is null ? [Url.ToString()] : [Url.ToString(), AdminUrl.ToString()];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, url) in new[] { (nameof(Url), Url), (nameof(AdminUrl), AdminUrl) })
        {
            if (url is not null && (url.Scheme is not ("http" or "https") || url.AbsolutePath != "/"))
            {
                yield return new("must be an http or https address without a path, like http://127.0.0.1:8080", [name]);
            }
        }

        if (AdminUrl is not null && AdminUrl.Port == Url.Port)
        {
            yield return new($"must have another port than Web:Url ({Url.Port}): the port tells administration from the public", [nameof(AdminUrl)]);
        }
    }
}
