namespace RtcCluster.Sip.Registrar;

/// <summary>What a registrar allows. Immutable; share one instance.</summary>
public sealed record RegistrarLimits
{
    /// <summary>The defaults below.</summary>
    public static RegistrarLimits Default { get; } = new();

    /// <summary>The shortest expiry in seconds; less is 423. 60 keeps a floor of telephones with 10,000 devices under 200 requests a second.</summary>
    public int MinExpires { get; init; } = 60;

    /// <summary>The longest expiry in seconds; more is shortened, as RFC 3261 §10.3 step 7 allows.</summary>
    public int MaxExpires { get; init; } = 3_600;

    /// <summary>The expiry in seconds when the request names none. RFC 3261 §10.3 step 7 leaves it to the registrar.</summary>
    public int DefaultExpires { get; init; } = 3_600;

    /// <summary>Contacts of one address at a time. A person has a desk telephone, a soft one and a mobile one, and old ones expire.</summary>
    public int MaxContacts { get; init; } = 10;

    /// <summary>Path values of one binding: as many proxies as anybody puts in a row.</summary>
    public int MaxPath { get; init; } = 10;
}
