using RtcCluster.Media.Addresses;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Recording;

namespace RtcCluster.Media.Calls;

/// <summary>Something that the host does or tells for a call's media. Only the members that the kind names are set.</summary>
public readonly record struct MediaEffect
{
    /// <summary>What it is.</summary>
    public required MediaEffectKind Kind { get; init; }

    /// <summary>The leg; <see cref="LegSlot.None"/> for RecordingChunk.</summary>
    public LegSlot Leg { get; init; }

    /// <summary>Send: the datagram. Its bytes are the machine's and are good until the next call of a method that takes <c>now</c>.</summary>
    public ReadOnlyMemory<byte> Packet { get; init; }

    /// <summary>Send, FlowSelected: where to.</summary>
    public MediaEndpoint Destination { get; init; }

    /// <summary>Send, FlowSelected: the browser's TCP connection (<see cref="Ice.IceFlow.Connection"/>); 0 for UDP.</summary>
    public int Stream { get; init; }

    /// <summary>Send: from the RTCP socket instead of the RTP socket.</summary>
    public bool IsRtcp { get; init; }

    /// <summary>UfragAdded, PeerNamed, UfragRetired, FlowSelected, ConnectionClosed: which of the leg's connections; the numbers of a leg are never used twice.</summary>
    public int Connection { get; init; }

    /// <summary>UfragAdded, PeerNamed: whom to expect, and how it addresses us.</summary>
    public ConnectionTerms? Terms { get; init; }

    /// <summary>UfragRetired: the fragment.</summary>
    public string? Ufrag { get; init; }

    /// <summary>Dtmf: the key.</summary>
    public DtmfDigit Digit { get; init; }

    /// <summary>Quality: the figures.</summary>
    public LegStatistics? Statistics { get; init; }

    /// <summary>RecordingChunk: the recording.</summary>
    public string? RecordingId { get; init; }

    /// <summary>RecordingChunk: the chunk, owned by whoever took the effect; dispose it once stored.</summary>
    public RecordingChunk? Chunk { get; init; }
}
