using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Rights</c>: until when requests of data subjects are answered, and how long their bundles can be downloaded.</summary>
public sealed class RightsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Rights";

    /// <summary>The law that says how long an answer may take: <c>Colombia</c>, working days (Law 1581 of 2012, articles 14 and 15), or <c>Gdpr</c>, one month (article 12).</summary>
    public RightsLaw Law { get; set; } = RightsLaw.Colombia;

    /// <summary>Working days to answer who asks what is kept, in Colombia.</summary>
    [Range(1, 60)]
    public int ConsultationDays { get; set; } = 10;

    /// <summary>Working days to answer who wants something changed, limited or erased, or complains, in Colombia.</summary>
    [Range(1, 60)]
    public int ClaimDays { get; set; } = 15;

    /// <summary>Days that a bundle can be downloaded; then it is erased.</summary>
    [Range(1, 90)]
    public int BundleDays { get; set; } = 7;
}

/// <summary>Whose days count.</summary>
public enum RightsLaw
{
    /// <summary>Working days, Monday to Friday: holidays are not known, so that a day is due too early rather than too late.</summary>
    Colombia,

    /// <summary>One month.</summary>
    Gdpr,
}
