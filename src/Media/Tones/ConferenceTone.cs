namespace RtcCluster.Media.Tones;

/// <summary>Two notes that tell the members of a conference that somebody came (rising) or went (falling).</summary>
public sealed class ConferenceTone : AudioSource
{
    private const double SampleRate = 8000;
    private const int NoteSamples = 800;
    private const int RampSamples = 80;
    private const double LowNote = 523.25;
    private const double HighNote = 783.99;

    private readonly double _first;
    private readonly double _second;
    private int _position;

    private ConferenceTone(double first, double second) => (_first, _second) = (first, second);

    /// <summary>Somebody came.</summary>
    public static ConferenceTone Entry() => new(LowNote, HighNote);

    /// <summary>Somebody went.</summary>
    public static ConferenceTone Exit() => new(HighNote, LowNote);

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        var any = _position < 2 * NoteSamples;
        for (var i = 0; i < frame.Length; i++, _position++)
        {
            frame[i] = _position < 2 * NoteSamples ? Sample() : (short)0;
        }

        return any;
    }

    private short Sample()
    {
        var at = _position % NoteSamples;
        var level = Math.Min(1, Math.Min(at, NoteSamples - at) / (double)RampSamples);
        return (short)(ToneAmplitude / 2 * level * Math.Sin(2 * Math.PI * (_position < NoteSamples ? _first : _second) * at / SampleRate));
    }
}
