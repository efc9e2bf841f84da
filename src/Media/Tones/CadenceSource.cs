namespace RtcCluster.Media.Tones;

/// <summary>Ringback, busy or congestion, without end.</summary>
public sealed class CadenceSource : AudioSource
{
    private const double SampleRate = 8000;
    private const int SamplesPerMillisecond = 8;

    private readonly ToneCadence _cadence;
    private readonly int _period;
    private long _position;

    /// <summary>Starts at the first "on".</summary>
    public CadenceSource(ToneCadence cadence)
    {
        ArgumentNullException.ThrowIfNull(cadence);
        _cadence = cadence;
        _period = cadence.Milliseconds.Sum() * SamplesPerMillisecond;
    }

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        for (var i = 0; i < frame.Length; i++, _position++)
        {
            frame[i] = IsOn(_position % _period) ? Sample(_position) : (short)0;
        }

        return true;
    }

    private short Sample(long position)
    {
        var first = Math.Sin(2 * Math.PI * _cadence.Frequency * position / SampleRate);
        return _cadence.SecondFrequency == 0
            ? (short)(ToneAmplitude * first)
            : (short)(ToneAmplitude / 2 * (first + Math.Sin(2 * Math.PI * _cadence.SecondFrequency * position / SampleRate)));
    }

    private bool IsOn(long offset)
    {
        var on = true;
        foreach (var milliseconds in _cadence.Milliseconds)
        {
            offset -= milliseconds * SamplesPerMillisecond;
            if (offset < 0)
            {
                return on;
            }

            on = !on;
        }

        return on;
    }
}
