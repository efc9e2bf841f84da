namespace RtcCluster.Sip.Registrar;

/// <summary>A registration of ours with a carrier or PBX.</summary>
public sealed record TrunkRegistrationOptions
{
    /// <summary>Request-URI: the registrar, such as <c>sip:carrier.example</c>.</summary>
    public required string Registrar { get; init; }

    /// <summary>The address of record: the value of From and To.</summary>
    public required string AddressOfRecord { get; init; }

    /// <summary>User part of our Contact.</summary>
    public required string ContactUser { get; init; }

    /// <summary>Call-ID of all its requests; unique in time and space.</summary>
    public required string CallId { get; init; }

    /// <summary>How long to ask for. 10 minutes find a carrier's restart soon and cost next to nothing.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Route values: the trunk's outbound proxy.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>First wait after a failure; doubles with each further one. RFC 5626 §4.5: 30 s.</summary>
    public TimeSpan BaseWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait after failures. RFC 5626 §4.5: 30 minutes.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(30);
}
