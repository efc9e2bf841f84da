namespace RtcCluster.Grains.Recordings;

/// <summary>Turns that a recording makes for itself.</summary>
[Alias("rtc.IRecordingTurns")]
internal interface IRecordingTurns : IGrainWithStringKey
{
    /// <summary>The blob store has said what it has of the recording.</summary>
    [Alias("Looked")]
    Task Looked();
}
