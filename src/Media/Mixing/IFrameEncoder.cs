namespace RtcCluster.Media.Mixing;

/// <summary>Turns frames of 20 ms into payloads.</summary>
public interface IFrameEncoder
{
    /// <summary>Rate of the samples in Hz: 8000 or 16000.</summary>
    int SampleRate { get; }

    /// <summary>Whether a frame's payload depends on nothing but the frame, so that all who hear the same share one.</summary>
    bool IsStateless { get; }

    /// <summary>Encodes one frame; returns the payload's length.</summary>
    /// <param name="frame">20 ms of samples.</param>
    /// <param name="payload">Room for 1,275 bytes: no packet of a codec of ours is longer.</param>
    int Encode(ReadOnlySpan<short> frame, Span<byte> payload);
}
