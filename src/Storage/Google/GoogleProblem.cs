namespace RtcCluster.Storage.Google;

/// <summary>Why a part of what is connected does not work now.</summary>
/// <param name="Part">Which: <c>account</c>, <c>contacts</c>, <c>directory</c>, <c>calendar</c>, <c>meet</c>, <c>gmail</c> or <c>chat</c>.</param>
/// <param name="Reason"><c>revoked</c>, <c>scope</c>, <c>disabled</c>, <c>throttled</c>, <c>away</c> or <c>refused</c>.</param>
/// <param name="At">Since when.</param>
public sealed record GoogleProblem(string Part, string Reason, DateTimeOffset At);
