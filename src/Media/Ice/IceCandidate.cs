using System.Globalization;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Ice;

/// <summary>An address that media may be sent to: the value of <c>a=candidate</c>. RFC 8839 §5.1, for TCP RFC 6544 §4.5.</summary>
public sealed record IceCandidate
{
    /// <summary>Longest foundation.</summary>
    internal const int MaxFoundation = 32;

    // RFC 8445 §5.1.2.2: 126 for host, 0 for relayed.
    private const int HostPreference = 126;
    private const int PeerReflexivePreference = 110;
    private const int ServerReflexivePreference = 100;

    // RFC 6544 §4.2: the top three bits of a TCP candidate's local preference are its direction; passive is the second best of a host candidate.
    private const int PassivePreference = (4 << 13) | 0x1FFF;

    /// <summary>Equal for candidates that share type, base and protocol; 1 to 32 letters, digits, + and /.</summary>
    public required string Foundation { get; init; }

    /// <summary>1 for RTP and all that is multiplexed with it.</summary>
    public int Component { get; init; } = 1;

    /// <summary>UDP when None.</summary>
    public IceTcpType TcpType { get; init; }

    /// <summary>1 to 2^31 - 1; larger is better.</summary>
    public required uint Priority { get; init; }

    /// <summary>The address and port.</summary>
    public required MediaEndpoint Address { get; init; }

    /// <summary>How it was found.</summary>
    public IceCandidateKind Kind { get; init; }

    /// <summary><c>raddr</c> and <c>rport</c>: where a candidate that is no host candidate was found from; tells nothing that we need.</summary>
    public MediaEndpoint Related { get; init; }

    /// <summary>The one UDP candidate of a lite agent.</summary>
    public static IceCandidate HostUdp(in MediaEndpoint address) =>
        new() { Foundation = "1", Priority = PriorityOf(IceCandidateKind.Host, ushort.MaxValue, 1), Address = address };

    /// <summary>The TCP candidate beside it, for networks without UDP: lower in priority, so that a peer that has both takes UDP (RFC 6544 §4.2).</summary>
    public static IceCandidate HostTcpPassive(in MediaEndpoint address) => new()
    {
        Foundation = "2", Priority = PriorityOf(IceCandidateKind.Host, PassivePreference, 1), Address = address, TcpType = IceTcpType.Passive,
    };

    /// <summary>The recommended priority (RFC 8445 §5.1.2.1).</summary>
    /// <param name="kind">The type.</param>
    /// <param name="localPreference">0 to 65535.</param>
    /// <param name="component">1 to 256.</param>
    public static uint PriorityOf(IceCandidateKind kind, int localPreference, int component)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)localPreference, ushort.MaxValue, nameof(localPreference));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)component - 1, 255u, nameof(component));
        var preference = kind switch
        {
            IceCandidateKind.Host => HostPreference,
            IceCandidateKind.PeerReflexive => PeerReflexivePreference,
            IceCandidateKind.ServerReflexive => ServerReflexivePreference,
            _ => 0,
        };
        return ((uint)preference << 24) | ((uint)localPreference << 8) | (uint)(256 - component);
    }

    /// <summary>Reads the value of <c>a=candidate</c>, also with <c>candidate:</c> before it, as browsers give it to scripts.</summary>
    public static IceCandidateStatus TryParse(ReadOnlySpan<char> value, out IceCandidate? candidate) => IceCandidateReader.TryRead(value, out candidate);

    /// <summary>The value of <c>a=candidate</c>.</summary>
    public override string ToString()
    {
        var transport = TcpType == IceTcpType.None ? "udp" : "tcp";
        var text = string.Create(CultureInfo.InvariantCulture, $"{Foundation} {Component} {transport} {Priority} {Address.AddressText} {Address.Port} typ {Word(Kind)}");
        if (!Related.IsNone)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" raddr {Related.AddressText} rport {Related.Port}");
        }

        return TcpType == IceTcpType.None ? text : $"{text} tcptype {Word(TcpType)}";
    }

    private static string Word(IceCandidateKind kind) => kind switch
    {
        IceCandidateKind.Host => "host",
        IceCandidateKind.ServerReflexive => "srflx",
        IceCandidateKind.PeerReflexive => "prflx",
        _ => "relay",
    };

    private static string Word(IceTcpType type) => type switch
    {
        IceTcpType.Active => "active",
        IceTcpType.Passive => "passive",
        _ => "so",
    };
}
