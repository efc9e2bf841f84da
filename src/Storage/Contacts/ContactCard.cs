namespace RtcCluster.Storage.Contacts;

/// <summary>What a contact says of somebody.</summary>
public sealed record ContactCard
{
    /// <summary>The name as it is shown; the organisation's when there is no other.</summary>
    public string Name { get; init; } = "";

    /// <summary>Given names.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>Family names.</summary>
    public string FamilyName { get; init; } = "";

    /// <summary>Company or office.</summary>
    public string Organization { get; init; } = "";

    /// <summary>What the person does there.</summary>
    public string Title { get; init; } = "";

    /// <summary>What whoever answers ought to know.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Telephone numbers, the usual one first.</summary>
    public IReadOnlyList<ContactNumber> Numbers { get; init; } = [];

    /// <summary>E-mail addresses, the usual one first.</summary>
    public IReadOnlyList<ContactEmail> Emails { get; init; } = [];

    /// <summary>Labels that contacts are found by.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where each field comes from; kept by the store.</summary>
    public IReadOnlyList<ContactOrigin> Origins { get; init; } = [];
}
