using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Users;

/// <summary>A REGISTER in words that need no SIP library.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RegisterRequest")]
public sealed record RegisterRequest
{
    /// <summary>The Call-ID; with <see cref="CSeq"/> it orders registrations of one device (RFC 3261 §10.3 step 7).</summary>
    [Id(0)]
    public required string SignallingId { get; init; }

    /// <summary>The CSeq number.</summary>
    [Id(1)]
    public required long CSeq { get; init; }

    /// <summary>The contacts; empty for a query.</summary>
    [Id(2)]
    public ImmutableArray<ContactRequest> Contacts { get; init; } = [];

    /// <summary>True for <c>Contact: *</c> with <c>Expires: 0</c>: every binding is removed.</summary>
    [Id(3)]
    public bool RemoveAll { get; init; }

    /// <summary>Path of the request (RFC 3327).</summary>
    [Id(4)]
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>udp, tcp, tls, ws or wss.</summary>
    [Id(5)]
    public required string Transport { get; init; }

    /// <summary>Address and port that it came from.</summary>
    [Id(6)]
    public required string Source { get; init; }

    /// <summary>The edge's number for the connection; 0 for UDP.</summary>
    [Id(7)]
    public long Flow { get; init; }

    /// <summary>The edge.</summary>
    [Id(8)]
    public required EdgeId Edge { get; init; }

    /// <summary>The edge's stable name.</summary>
    [Id(9)]
    public required string EdgeName { get; init; }

    /// <summary>The device's User-Agent.</summary>
    [Id(10)]
    public string? UserAgent { get; init; }

    /// <summary>When it came (UTC).</summary>
    [Id(11)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>One contact of a REGISTER.</summary>
/// <param name="Uri">The contact URI.</param>
/// <param name="ExpiresSeconds">Seconds; 0 removes it. Already within the registrar's bounds.</param>
/// <param name="Q">Preference 0 to 1 (RFC 3261 §10.2.1.2).</param>
/// <param name="InstanceId">+sip.instance (RFC 5626).</param>
/// <param name="RegId">reg-id (RFC 5626).</param>
/// <param name="BehindNat">True when the source differs from the contact's host or port.</param>
[GenerateSerializer, Immutable, Alias("rtc.ContactRequest")]
public sealed record ContactRequest(
    [property: Id(0)] string Uri,
    [property: Id(1)] int ExpiresSeconds,
    [property: Id(2)] double Q = 1,
    [property: Id(3)] string? InstanceId = null,
    [property: Id(4)] int? RegId = null,
    [property: Id(5)] bool BehindNat = false);

/// <summary>The answer to a REGISTER.</summary>
/// <param name="Refusal">Why it was refused; null when it was taken.</param>
/// <param name="Contacts">Every binding that the user has now, with the seconds it still lasts.</param>
[GenerateSerializer, Immutable, Alias("rtc.RegisterReceipt")]
public sealed record RegisterReceipt(
    [property: Id(0)] CallFailure? Refusal,
    [property: Id(1)] ImmutableArray<ContactBinding> Contacts);

/// <summary>A binding as the 200 to a REGISTER names it.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ContactBinding")]
public sealed record ContactBinding(
    [property: Id(0)] string Uri,
    [property: Id(1)] int ExpiresSeconds,
    [property: Id(2)] double Q,
    [property: Id(3)] string? InstanceId,
    [property: Id(4)] int? RegId);

/// <summary>A device, as people see it.</summary>
[GenerateSerializer, Immutable, Alias("rtc.DeviceView")]
public sealed record DeviceView(
    [property: Id(0)] string Uri,
    [property: Id(1)] string Transport,
    [property: Id(2)] string Source,
    [property: Id(3)] string? UserAgent,
    [property: Id(4)] string EdgeName,
    [property: Id(5)] bool Reachable,
    [property: Id(6)] DateTimeOffset RegisteredAt,
    [property: Id(7)] DateTimeOffset ExpiresAt);
