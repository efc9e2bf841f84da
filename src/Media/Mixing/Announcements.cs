using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Mixing;

/// <summary>What members hear beside each other, one after the other: that somebody came or went, for example.</summary>
internal sealed class Announcements
{
    /// <summary>When a whole department comes at once, nobody wants to hear a tone for each for the next seconds.</summary>
    private const int MaxWaiting = 4;

    private readonly Queue<(AudioSource Source, uint Listeners)> _queue = new();
    private readonly short[] _narrow = new short[Mixer.NarrowFrame];
    private readonly short[] _wide = new short[Mixer.WideFrame];
    private readonly HalfBand _resampler = new();

    /// <summary>Who hears this frame's; nobody when there is none.</summary>
    public uint Listeners { get; private set; }

    public void Add(AudioSource source, uint listeners)
    {
        if (listeners != 0 && _queue.Count < MaxWaiting)
        {
            _queue.Enqueue((source, listeners));
        }
    }

    public void Pull(bool wantsWide)
    {
        Listeners = 0;
        while (_queue.TryPeek(out var first))
        {
            if (first.Source.Fill(_narrow))
            {
                Listeners = first.Listeners;
                break;
            }

            _queue.Dequeue();
        }

        if (Listeners != 0 && wantsWide)
        {
            _resampler.Up(_narrow, _wide);
        }
    }

    public ReadOnlySpan<short> Frame(int rate) => rate == Mixer.NarrowFrame * Mixer.FramesPerSecond ? _narrow : _wide;
}
