using System.Net.Sockets;
using RtcCluster.Media.Calls;

namespace RtcCluster.Edge.Media;

/// <summary>One watched socket of a telephone's leg: whose it is. Lives in its shard.</summary>
/// <param name="shard">The shard.</param>
/// <param name="call">The call.</param>
/// <param name="slot">The leg's place in the call.</param>
/// <param name="socket">The socket.</param>
/// <param name="isRtcp">Whether it is the leg's RTCP socket.</param>
internal sealed class MediaPort(MediaShard shard, MediaCall call, LegSlot slot, Socket socket, bool isRtcp) : IWatched
{
    /// <inheritdoc/>
    public MediaCall Call => call;

    /// <summary>The leg's place in the call.</summary>
    public LegSlot Slot => slot;

    /// <inheritdoc/>
    public Socket Socket => socket;

    /// <summary>Whether it is the leg's RTCP socket.</summary>
    public bool IsRtcp => isRtcp;

    /// <inheritdoc/>
    public int Key { get; set; }

    /// <inheritdoc/>
    public void Read()
    {
        var length = shard.Io.Receive(socket, shard.Datagram, out var source);
        if (length > 0)
        {
            call.Receive(this, shard.Buffer, length, source);
        }
    }
}
