namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>What became of one call whose edge died.</summary>
/// <param name="Call">Its id.</param>
/// <param name="Kind">Whose it was.</param>
/// <param name="Lost">Why it was lost; null when it lived.</param>
/// <param name="Silence">From the death of the edge until both heard each other again.</param>
/// <param name="HungUpAt">When it was hung up (UTC).</param>
internal sealed record EdgeOutcome(string Call, MovingKind Kind, string? Lost, TimeSpan Silence, DateTimeOffset HungUpAt)
{
    /// <summary>When it had got how far, since the death of the edge: of a call of browsers the later one of the two.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Marks { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Each connection that was given up, and why; and each refusal.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];
}

/// <summary>Whose calls are made.</summary>
internal enum MovingKind
{
    /// <summary>A browser of the edge that dies, which connects to another one by itself, and one of an edge that lives.</summary>
    Browser,

    /// <summary>Two telephones of the edge that dies. The edges have one signalling address between them, which goes to another one.</summary>
    SipShared,

    /// <summary>Two telephones of the edge that dies. The one that takes them over has an address of its own.</summary>
    SipOwn,

    /// <summary>Two telephones behind a router that lets in only what comes from where they have sent something before.</summary>
    SipNat,

    /// <summary>Two telephones over TCP, whose connections die with the edge.</summary>
    SipTcp,

    /// <summary>Two telephones behind such a router, and edges with one signalling address between them.</summary>
    SipSharedNat,
}
