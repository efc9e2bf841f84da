namespace RtcCluster.Grains.Voicemail;

/// <summary>Turns that a box makes for itself.</summary>
[Alias("rtc.IMailboxTurns")]
internal interface IMailboxTurns : IGrainWithStringKey
{
    /// <summary>The blob store was asked for the sound of messages, or did not answer.</summary>
    [Alias("Looked")]
    Task Looked();
}
