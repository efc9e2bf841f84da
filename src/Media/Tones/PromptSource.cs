namespace RtcCluster.Media.Tones;

/// <summary>An announcement: 8 kHz samples, once or repeated.</summary>
/// <param name="samples">Mono, 16-bit linear; shared, never changed.</param>
/// <param name="repeat">Whether to begin again at the end.</param>
public sealed class PromptSource(ReadOnlyMemory<short> samples, bool repeat = false) : AudioSource
{
    private int _position;

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        var any = false;
        for (var done = 0; done < frame.Length;)
        {
            if (_position == samples.Length && repeat)
            {
                _position = 0;
            }

            var count = Math.Min(frame.Length - done, samples.Length - _position);
            if (count == 0)
            {
                frame[done..].Clear();
                break;
            }

            samples.Span.Slice(_position, count).CopyTo(frame[done..]);
            _position += count;
            done += count;
            any = true;
        }

        return any;
    }
}
