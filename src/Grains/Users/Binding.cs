using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Users;

/// <summary>Where one device of a user is. RFC 3261 §10.3.</summary>
[GenerateSerializer, Immutable, Alias("rtc.state.Binding")]
internal sealed record Binding
{
    /// <summary>The contact.</summary>
    [Id(0)]
    public required string Uri { get; init; }

    /// <summary>The Call-ID that it was registered with last.</summary>
    [Id(1)]
    public required string SignallingId { get; init; }

    /// <summary>The CSeq that it was registered with last.</summary>
    [Id(2)]
    public required long CSeq { get; init; }

    /// <summary>Path of the registration (RFC 3327).</summary>
    [Id(3)]
    public required ImmutableArray<string> Path { get; init; }

    /// <summary>udp, tcp, tls, ws or wss.</summary>
    [Id(4)]
    public required string Transport { get; init; }

    /// <summary>Where it came from.</summary>
    [Id(5)]
    public required string Source { get; init; }

    /// <summary>The edge's number of the connection; 0 for UDP.</summary>
    [Id(6)]
    public long Flow { get; init; }

    /// <summary>The edge that took it.</summary>
    [Id(7)]
    public required EdgeId Edge { get; init; }

    /// <summary>That edge's stable name.</summary>
    [Id(8)]
    public required string EdgeName { get; init; }

    /// <summary>The host that the phone reaches that edge by; empty when the edge was not in the directory.</summary>
    [Id(9)]
    public string PublicSipAddress { get; init; } = "";

    /// <summary>The device's User-Agent.</summary>
    [Id(10)]
    public string? UserAgent { get; init; }

    /// <summary>Preference, 0 to 1.</summary>
    [Id(11)]
    public double Q { get; init; } = 1;

    /// <summary>+sip.instance (RFC 5626).</summary>
    [Id(12)]
    public string? InstanceId { get; init; }

    /// <summary>reg-id (RFC 5626).</summary>
    [Id(13)]
    public int? RegId { get; init; }

    /// <summary>True when the source differs from the contact: only the edge that the phone spoke to can reach it.</summary>
    [Id(14)]
    public bool BehindNat { get; init; }

    /// <summary>When it was registered first.</summary>
    [Id(15)]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When it ends.</summary>
    [Id(16)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>True when packets reach the device through its connection only.</summary>
    public bool IsConnected => Transport is not "udp";

    /// <summary>True when only the edge that it was heard at can reach the device.</summary>
    public bool IsHidden => IsConnected || BehindNat;

    /// <summary>True when the two are one device: the same contact, or the same flow of the same instance (RFC 5626 §6).</summary>
    public bool IsSameAs(string uri, string? instanceId, int? regId) =>
        string.Equals(Uri, uri, StringComparison.Ordinal) || (InstanceId is not null && InstanceId == instanceId && RegId == regId);

    /// <summary>True when nothing differs but time and order, so that it needs no write.</summary>
    public bool SaysTheSameAs(Binding other) =>
        this with { CSeq = 0, ExpiresAt = default, RegisteredAt = default, Path = [] } == other with { CSeq = 0, ExpiresAt = default, RegisteredAt = default, Path = [] }
        && Path.SequenceEqual(other.Path, StringComparer.Ordinal);
}
