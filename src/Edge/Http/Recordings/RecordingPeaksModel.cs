using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>The waveform of a recording.</summary>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Left">The caller's peaks, evenly over the duration: 0 silence, 255 full scale.</param>
/// <param name="Right">The other party's.</param>
/// <param name="Damaged">Stretches that were changed or damaged since they were stored, and are silent.</param>
internal sealed record RecordingPeaksModel(double DurationSeconds, IReadOnlyList<int> Left, IReadOnlyList<int> Right, IReadOnlyList<RecordingStretchModel> Damaged)
{
    /// <summary>Peaks of each channel.</summary>
    public const int Points = 1000;

    public static RecordingPeaksModel Of(StoredRecording recording, RecordingPeaks peaks) =>
        new(recording.Duration.TotalSeconds, [.. peaks.Left.Select(static p => (int)p)], [.. peaks.Right.Select(static p => (int)p)],
            [.. recording.Damaged.Order().Select(static number => RecordingStretchModel.OfChunk(number))]);
}

/// <summary>A stretch of a recording.</summary>
/// <param name="StartSeconds">When it begins, from the start of the recording.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
internal sealed record RecordingStretchModel(double StartSeconds, double DurationSeconds)
{
    private const double ChunkSeconds = 2;

    public static RecordingStretchModel OfChunk(int number) => new(number * ChunkSeconds, ChunkSeconds);
}
