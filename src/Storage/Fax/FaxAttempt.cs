namespace RtcCluster.Storage.Fax;

/// <summary>What became of a fax that is sent.</summary>
/// <param name="State">How far it is now.</param>
/// <param name="CallId">The call.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Due">When it is tried next, or looked after; null when it is not.</param>
/// <param name="PagesSent">Pages that were confirmed.</param>
/// <param name="Station">What the other machine calls itself.</param>
/// <param name="Result">How the call ended.</param>
/// <param name="DurationMilliseconds">How long the pages took.</param>
public sealed record FaxAttempt(
    FaxState State, string CallId, int Attempts, DateTimeOffset? Due, int PagesSent = 0, string Station = "", string Result = "", long DurationMilliseconds = 0);
