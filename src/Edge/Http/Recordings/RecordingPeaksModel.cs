using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>The waveform of a recording.</summary>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Left">The caller's peaks, evenly over the duration: 0 silence, 255 full scale.</param>
/// <param name="Right">The other party's.</param>
internal sealed record RecordingPeaksModel(double DurationSeconds, IReadOnlyList<int> Left, IReadOnlyList<int> Right)
{
    /// <summary>Peaks of each channel.</summary>
    public const int Points = 1000;

    public static RecordingPeaksModel Of(StoredRecording recording, RecordingPeaks peaks) =>
        new(recording.Duration.TotalSeconds, [.. peaks.Left.Select(static p => (int)p)], [.. peaks.Right.Select(static p => (int)p)]);
}
