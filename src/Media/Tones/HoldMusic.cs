namespace RtcCluster.Media.Tones;

/// <summary>
/// Music on hold, composed here and so free of any fee: a slow arpeggio over four chords, 16 s, repeated without a seam.
/// All sources share the samples, 250 KiB made at first use.
/// </summary>
public sealed class HoldMusic : AudioSource
{
    private static readonly short[] Loop = HoldMelody.Compose();

    private int _position;

    /// <summary>Length of the loop in samples.</summary>
    public static int LoopSamples => Loop.Length;

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        for (var done = 0; done < frame.Length;)
        {
            var count = Math.Min(frame.Length - done, Loop.Length - _position);
            Loop.AsSpan(_position, count).CopyTo(frame[done..]);
            done += count;
            _position = (_position + count) % Loop.Length;
        }

        return true;
    }
}
