namespace RtcCluster.Media.Mixing;

/// <summary>Makes up for missing sound: repeats the last period, fades it out, and fades what comes after it in.</summary>
/// <remarks>A packet that is lost is not heard when 20 ms are; what goes on for longer should sound as if the member had stopped speaking.</remarks>
internal sealed class Concealment
{
    private const int MillisecondsPerSecond = 1000;
    private const int FullMilliseconds = 20;
    private const int FadedMilliseconds = 80;
    private const int JointMilliseconds = 5;

    private readonly short[] _history;
    private readonly short[] _period;
    private readonly int _rate;
    private readonly int _full;
    private readonly int _faded;
    private readonly int _joint;
    private int _length;
    private int _position;
    private bool _isActive = true;

    public Concealment(int rate)
    {
        _rate = rate;
        _history = new short[PitchPeriod.Max(rate) + PitchPeriod.Window(rate)];
        _period = new short[PitchPeriod.Max(rate)];
        _full = rate * FullMilliseconds / MillisecondsPerSecond;
        _faded = rate * FadedMilliseconds / MillisecondsPerSecond;
        _joint = rate * JointMilliseconds / MillisecondsPerSecond;
        _position = _faded;
    }

    /// <summary>Whether nothing has been heard for so long that there is nothing to repeat.</summary>
    public bool IsSilent => _isActive && _position >= _faded;

    /// <summary>Makes up for missing samples.</summary>
    public void Fill(Span<short> samples)
    {
        if (!_isActive)
        {
            Begin();
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = Next();
        }

        Remember(samples);
    }

    /// <summary>Says the last period once more, so that what comes next comes later; returns how many samples that are.</summary>
    /// <param name="room">At least <see cref="PitchPeriod.Max"/> samples.</param>
    public int Repeat(Span<short> room)
    {
        if (_isActive)
        {
            return 0;
        }

        Begin();
        Fill(room[.._length]);
        return _length;
    }

    /// <summary>Sound is there again, or still: joins it to what was made up.</summary>
    public void Heard(Span<short> samples)
    {
        if (_isActive)
        {
            var joint = Math.Min(_joint, samples.Length);
            for (var i = 0; i < joint; i++)
            {
                samples[i] = (short)(((Next() * (joint - i)) + (samples[i] * i)) / joint);
            }

            _isActive = false;
        }

        Remember(samples);
    }

    private void Begin()
    {
        _length = PitchPeriod.Find(_history, _rate);
        _history.AsSpan(_history.Length - _length).CopyTo(_period);
        (_isActive, _position) = (true, 0);
    }

    private short Next()
    {
        if (_position >= _faded)
        {
            return 0;
        }

        var sample = _period[_position % _length];
        var gain = Math.Min(_faded - _position, _faded - _full);
        _position++;
        return (short)(sample * gain / (_faded - _full));
    }

    private void Remember(ReadOnlySpan<short> samples)
    {
        if (samples.Length >= _history.Length)
        {
            samples[^_history.Length..].CopyTo(_history);
            return;
        }

        _history.AsSpan(samples.Length).CopyTo(_history);
        samples.CopyTo(_history.AsSpan(_history.Length - samples.Length));
    }
}
