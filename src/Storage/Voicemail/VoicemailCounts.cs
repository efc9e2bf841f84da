namespace RtcCluster.Storage.Voicemail;

/// <summary>What is in a box.</summary>
/// <param name="New">Messages that were not heard.</param>
/// <param name="Saved">Messages that were.</param>
public readonly record struct VoicemailCounts(int New, int Saved);
