namespace RtcCluster.Sip.Messages;

/// <summary>A place in a message: where, and how many bytes.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct SipSlice(int Start, int Length)
{
    /// <summary>The bytes at this place.</summary>
    /// <param name="bytes">The buffer that the slice was made for.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
