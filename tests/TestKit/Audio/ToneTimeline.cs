namespace RtcCluster.TestKit.Audio;

/// <summary>What one channel held over its whole length, in windows of 100 ms.</summary>
public sealed class ToneTimeline
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private readonly IReadOnlyList<HeardTone> _windows;

    private ToneTimeline(IReadOnlyList<HeardTone> windows) => _windows = windows;

    /// <summary>Of one channel's samples.</summary>
    public static ToneTimeline Of(ReadOnlySpan<short> samples, int rate) => new(Ear.Timeline(samples, rate, Window));

    /// <summary>How long only this tone was heard.</summary>
    public TimeSpan Heard(double frequency) => Window * _windows.Count(window => window.Is(frequency));

    /// <summary>How long it was silent.</summary>
    public TimeSpan Silent => Window * _windows.Count(window => window.IsSilence);

    /// <summary>How long something was heard that is none of these tones. A window in which a tone begins or ends is such a window too.</summary>
    public TimeSpan Otherwise(params double[] frequencies) =>
        Window * _windows.Count(window => !window.IsSilence && !Array.Exists(frequencies, window.Is));

    /// <summary>From the beginning to the first window with only this tone; null when it never came.</summary>
    public TimeSpan? Start(double frequency)
    {
        for (var i = 0; i < _windows.Count; i++)
        {
            if (_windows[i].Is(frequency))
            {
                return Window * i;
            }
        }

        return null;
    }

    /// <summary>Runs of equal windows, as a failure text wants them: "0.3 s silence, 4.1 s 440 Hz, …".</summary>
    public override string ToString()
    {
        var runs = new List<string>();
        for (var i = 0; i < _windows.Count;)
        {
            var name = NameOf(_windows[i]);
            var length = _windows.Skip(i).TakeWhile(window => NameOf(window) == name).Count();
            runs.Add($"{length * Window.TotalSeconds:0.0} s {name}");
            i += length;
        }

        return string.Join(", ", runs);
    }

    private static string NameOf(HeardTone tone) =>
        tone.IsSilence ? "silence" : tone.Purity > 0.85 ? $"{Math.Round(tone.Frequency / 10) * 10:0} Hz" : "mixed";
}
