namespace RtcCluster.Contracts.Hub;

/// <summary>How many messages are in the own voicemail box.</summary>
/// <param name="New">Not heard yet.</param>
/// <param name="Saved">Heard.</param>
public sealed record VoicemailCard(int New, int Saved);
