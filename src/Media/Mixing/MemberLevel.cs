namespace RtcCluster.Media.Mixing;

/// <summary>How loud a member is: rises at once, falls over some syllables, so that a speaker stays one between two words.</summary>
internal struct MemberLevel
{
    private const int FallShift = 4;

    /// <summary>Mean square of the samples, smoothed.</summary>
    public long Power { get; private set; }

    public void Hear(ReadOnlySpan<short> frame)
    {
        var power = frame.IsEmpty ? 0 : FrameMath.Dot(frame, frame) / frame.Length;
        Power = power > Power ? (power + Power) / 2 : Power - ((Power - power) >> FallShift);
    }
}
