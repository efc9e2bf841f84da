using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Transactions;

/// <summary>A response before it is written: what it adds to what it copies from its request.</summary>
internal sealed record OutgoingResponse(int Code, string? ReasonPhrase = null)
{
    /// <summary>Our tag, for a request whose To has none; the transaction sets it. Null for 100.</summary>
    public string? ToTag { get; init; }

    /// <summary>User part of the Contact; null for a response without Contact.</summary>
    public string? ContactUser { get; init; }

    /// <summary>Whether Record-Route is copied: in 101 to 299 that make or keep a dialog. RFC 3261 §12.1.1.</summary>
    public bool CopiesRoute { get; init; }

    public IReadOnlyList<AddedHeader> Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}
