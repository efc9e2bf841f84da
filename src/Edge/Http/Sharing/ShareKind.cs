namespace RtcCluster.Edge.Http.Sharing;

/// <summary>A kind of sound that links are made of.</summary>
/// <param name="Name">As the audit trail has it.</param>
/// <param name="Noun">As answers have it.</param>
internal sealed record ShareKind(string Name, string Noun)
{
    /// <summary>A recording of a call.</summary>
    public static ShareKind Recording { get; } = new("recording", "recording");

    /// <summary>A message in a box of voicemail.</summary>
    public static ShareKind Message { get; } = new("voicemail", "message");
}
