using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>A part of a recording that is one file. Two may overlap, and each is silent where the other speaks: played by their times, they join.</summary>
/// <param name="ContentType">audio/wav or audio/ogg.</param>
/// <param name="StartSeconds">When it begins in the recording.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Audio">Where its sound is.</param>
internal sealed record RecordingSegmentModel(string ContentType, double StartSeconds, double DurationSeconds, string Audio)
{
    public static RecordingSegmentModel Of(StoredRecording recording, RecordingSegment segment, int index, string audio) => new(
        segment.IsOpus ? "audio/ogg" : "audio/wav",
        segment.Start.TotalSeconds,
        (recording.EndOf(segment) - segment.Start).TotalSeconds,
        $"{audio}?segment={index}");
}
