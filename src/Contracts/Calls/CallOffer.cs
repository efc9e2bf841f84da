using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>What an edge knows of a first leg that came in.</summary>
[GenerateSerializer, Immutable, Alias("rtc.CallOffer")]
public sealed record CallOffer
{
    /// <summary>The edge that signals the leg.</summary>
    [Id(0)]
    public required EdgeId Edge { get; init; }

    /// <summary>That edge's stable name.</summary>
    [Id(1)]
    public required string EdgeName { get; init; }

    /// <summary>The authenticated caller: a user (digest) or a trunk (address).</summary>
    [Id(2)]
    public required Party Caller { get; init; }

    /// <summary>The number as dialled: the user part of the request URI, separators removed.</summary>
    [Id(3)]
    public required string Dialled { get; init; }

    /// <summary>The caller's session description; null when the INVITE had none (the call then makes the offer).</summary>
    [Id(4)]
    public string? Sdp { get; init; }

    /// <summary>The SIP Call-ID, for traces and for finding the call again; opaque.</summary>
    [Id(5)]
    public required string SignallingId { get; init; }

    /// <summary>Address and port that the INVITE came from, for the log.</summary>
    [Id(6)]
    public string? Source { get; init; }

    /// <summary>When the INVITE reached the edge (UTC).</summary>
    [Id(7)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The dialog as opaque, versioned bytes, so that another edge can adopt it.</summary>
    [Id(8)]
    public byte[]? Snapshot { get; init; }

    /// <summary>False when this edge only signals; the call then anchors media elsewhere.</summary>
    [Id(9)]
    public bool AnchorsMedia { get; init; } = true;

    /// <summary>The browser device that it comes from, <c>hub:{device}</c>; null for a SIP leg.</summary>
    [Id(10)]
    public string? Device { get; init; }

    /// <summary>The call that this one is a consultation for.</summary>
    [Id(11)]
    public CallId? ConsultFor { get; init; }

    /// <summary>The transport that the INVITE came by: udp, tcp, tls, ws or wss; null when the edge did not say.</summary>
    [Id(12)]
    public string? Transport { get; init; }

    /// <summary>True when the caller gets SRTP or no call.</summary>
    [Id(100)]
    public bool RequireSrtp { get; init; }
}

/// <summary>A call that a user asked for through REST or the hub.</summary>
[GenerateSerializer, Immutable, Alias("rtc.CallOrigination")]
public sealed record CallOrigination
{
    /// <summary>Who asked; this user's devices ring first.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>The number to call then.</summary>
    [Id(1)]
    public required string To { get; init; }

    /// <summary>The edge that took the request; it anchors the call when it can.</summary>
    [Id(2)]
    public required EdgeId Edge { get; init; }

    /// <summary>That edge's stable name.</summary>
    [Id(3)]
    public required string EdgeName { get; init; }

    /// <summary>When the request came (UTC).</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Which of the user's devices ring first.</summary>
    [Id(360)]
    public OwnDevices Devices { get; init; }

    /// <summary>True when the user's telephones are asked to answer by themselves.</summary>
    [Id(361)]
    public bool HandsFree { get; init; }

    /// <summary>Who calls the user to it, when it is somebody else: a user who has blocked them, or is not to be disturbed, is not rung. Null for the user's own wish.</summary>
    [Id(5)]
    public Party? By { get; init; }

    /// <summary>What the target is called on the user's devices; null when it is known by its number alone.</summary>
    [Id(6)]
    public string? Name { get; init; }
}

/// <summary>The answer to an offer or origination.</summary>
/// <param name="Epoch">The call's epoch, to be named in reports; 0 when refused.</param>
/// <param name="Refusal">Why the call cannot be had; null when it was accepted.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallReceipt")]
public sealed record CallReceipt([property: Id(0)] long Epoch, [property: Id(1)] CallFailure? Refusal = null);
