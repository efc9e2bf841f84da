using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>Where an outgoing leg is sent, in words that need no SIP library.</summary>
[GenerateSerializer, Immutable, Alias("rtc.DialTarget")]
public sealed record DialTarget
{
    /// <summary>The transport of browsers at the phone hub. They are asked without an offer and make one when they answer.</summary>
    public const string Browser = "hub";

    /// <summary>The request URI: the registered contact, or the number at the trunk's peer.</summary>
    [Id(0)]
    public required string Uri { get; init; }

    /// <summary>The edge that sends it: it holds the flow, or serves the name that the phone registered with.</summary>
    [Id(1)]
    public required EdgeId Edge { get; init; }

    /// <summary>Path of the registration (RFC 3327), sent as a Route set in this order.</summary>
    [Id(2)]
    public ImmutableArray<string> Route { get; init; } = [];

    /// <summary>Transport: udp, tcp, tls, ws or wss for SIP; <see cref="Browser"/> for a browser at the phone hub, whose <see cref="Uri"/> is <c>hub:{device}</c>.</summary>
    [Id(3)]
    public string Transport { get; init; } = "udp";

    /// <summary>Address and port that the registration came from; packets go there when it differs from the contact (RFC 3581, RFC 5626).</summary>
    [Id(4)]
    public string? Address { get; init; }

    /// <summary>The edge's number for the connection that the registration came on; 0 for UDP.</summary>
    [Id(5)]
    public long Flow { get; init; }

    /// <summary>The user whose device it is.</summary>
    [Id(6)]
    public UserId? User { get; init; }

    /// <summary>The trunk that it goes out by; its credentials answer a challenge of its realm only.</summary>
    [Id(7)]
    public TrunkId? Trunk { get; init; }

    /// <summary>The trunk peer's name, for health and the ledger.</summary>
    [Id(8)]
    public string? Peer { get; init; }

    /// <summary>True when it gets SRTP or no call; its transport is one that may carry the keys.</summary>
    [Id(100)]
    public bool RequireSrtp { get; init; }

    /// <summary>The user whose limits an outgoing call counts for: the caller, or who forwarded or transferred it; null for an emergency call.</summary>
    [Id(210)]
    public UserId? Payer { get; init; }

    /// <summary>True for a browser at the phone hub.</summary>
    public bool IsBrowser => Transport == Browser;
}
