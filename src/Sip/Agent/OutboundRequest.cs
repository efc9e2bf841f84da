using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent;

/// <summary>A request that the host makes outside of any leg: OPTIONS to a trunk, REGISTER, NOTIFY.</summary>
public sealed record OutboundRequest
{
    /// <summary>Method; not INVITE, ACK or CANCEL.</summary>
    public required SipMethod Method { get; init; }

    /// <summary>Request-URI.</summary>
    public required string Target { get; init; }

    /// <summary>Value of From, without tag.</summary>
    public required string From { get; init; }

    /// <summary>Value of To, without tag.</summary>
    public required string To { get; init; }

    /// <summary>By which flow to send; null to go where the first route or the target says.</summary>
    public SipFlow? Flow { get; init; }

    /// <summary>Route values, first hop first.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>User part of the Contact; null sends no Contact.</summary>
    public string? ContactUser { get; init; }

    /// <summary>Parameters after the Contact, from the first semicolon on, such as <c>;expires=300</c>; empty for none.</summary>
    public string ContactParameters { get; init; } = "";

    /// <summary>Call-ID when the host keeps one over several requests (REGISTER); null makes one.</summary>
    public string? CallId { get; init; }

    /// <summary>CSeq number; it grows by one when a challenge is answered.</summary>
    public uint CSeq { get; init; } = 1;

    /// <summary>Other headers.</summary>
    public IReadOnlyList<AddedHeader> Headers { get; init; } = [];

    /// <summary>Type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Hops that the request may take.</summary>
    public int MaxForwards { get; init; } = 70;
}
