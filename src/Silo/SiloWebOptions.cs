using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Silo;

/// <summary>Section <c>Web</c> of a silo by itself, which has no pages.</summary>
internal sealed class SiloWebOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Web";

    /// <summary>Where health and metrics are served.</summary>
    [Required]
    public Uri AdminUrl { get; set; } = new("http://127.0.0.1:8081/");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AdminUrl.Scheme != Uri.UriSchemeHttp || AdminUrl.AbsolutePath != "/")
        {
            yield return new("must be an http address without a path, like http://127.0.0.1:8081", [nameof(AdminUrl)]);
        }
    }
}
