namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary>What a run of <c>lab privacy</c> does.</summary>
/// <param name="Users">Users of the company.</param>
/// <param name="Days">Days that pass.</param>
/// <param name="PerDay">Things that are kept each day.</param>
/// <param name="Seed">Chooses what, whose, which rules and which cases, so that a run can be repeated.</param>
internal sealed record PrivacyOptions(int Users, int Days, int PerDay, int Seed);
