namespace RtcCluster.Storage.Contacts;

/// <summary>One entry of a file that is imported.</summary>
/// <param name="Line">The line that it begins in; 1 is the first.</param>
/// <param name="Card">What it says; null when it cannot be read.</param>
/// <param name="Problem">Why not; null when it can.</param>
public sealed record ImportedCard(int Line, ContactCard? Card, string? Problem = null);
