using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Calls;

/// <summary>
/// What to do with a received packet: nothing, or send its first <see cref="Length"/> bytes, rewritten in place,
/// from the RTP socket of <see cref="Target"/> to <see cref="Destination"/>.
/// </summary>
/// <param name="Target">The leg whose socket sends.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Length">Bytes from the beginning of the buffer that it was received into; 0 for nothing.</param>
/// <param name="Stream">The browser's TCP connection that carries it; 0 for UDP.</param>
public readonly record struct RtpForward(LegSlot Target, MediaEndpoint Destination, int Length, int Stream = 0)
{
    /// <summary>Whether there is nothing to send.</summary>
    public bool IsNone => Length == 0;
}
