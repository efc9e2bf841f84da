using System.Net.Sockets;
using RtcCluster.Media.Calls;

namespace RtcCluster.Edge.Media;

/// <summary>One watched socket: whose it is. Lives in its shard.</summary>
/// <param name="call">The call.</param>
/// <param name="slot">The leg's place in the call.</param>
/// <param name="socket">The socket.</param>
/// <param name="isRtcp">Whether it is the leg's RTCP socket.</param>
internal sealed class MediaPort(MediaCall call, LegSlot slot, Socket socket, bool isRtcp)
{
    /// <summary>The call.</summary>
    public MediaCall Call => call;

    /// <summary>The leg's place in the call.</summary>
    public LegSlot Slot => slot;

    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>Whether it is the leg's RTCP socket.</summary>
    public bool IsRtcp => isRtcp;

    /// <summary>Its key in the shard.</summary>
    public int Key { get; set; }
}
