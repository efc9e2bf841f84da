namespace RtcCluster.Storage.Sessions;

/// <summary>An account elsewhere that a user signs in with.</summary>
/// <param name="Issuer">Its issuer, as tokens name it.</param>
/// <param name="Subject">Its id there.</param>
/// <param name="Label">What people know it by: its address when it was linked.</param>
public sealed record LinkedLogin(string Issuer, string Subject, string Label);
