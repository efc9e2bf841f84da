using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Fax;
using RtcCluster.Storage.Fax;

namespace RtcCluster.Grains.Fax;

/// <summary>When a fax is tried again; pure.</summary>
internal static class FaxSending
{
    /// <summary>How often it is tried at all.</summary>
    public const int MostAttempts = 4;

    /// <summary>After that long a call is asked whether it still goes on: whoever should have said so may be gone.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(2);

    private const string Lost = "Some of its pages are not in the store any more";

    private static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>What becomes of a fax after an attempt.</summary>
    /// <param name="fax">The fax, whose attempt is counted already.</param>
    /// <param name="attempt">How it went.</param>
    /// <param name="now">The time.</param>
    public static FaxAttempt After(FaxMessage fax, FaxTry attempt, DateTimeOffset now)
    {
        // All that was in the store has passed, which is not all that was submitted: another attempt does not bring the rest back.
        var isTorn = attempt.Complete && attempt.Pages < fax.Pages;
        var (state, due) = attempt.Complete && !isTorn ? (FaxState.Sent, null)
            : !isTorn && MayTryAgain(attempt.Result) && fax.Attempts < MostAttempts ? (FaxState.Waiting, now + Waits[Math.Clamp(fax.Attempts - 1, 0, Waits.Length - 1)])
            : (FaxState.Failed, (DateTimeOffset?)null);
        return new FaxAttempt(state, fax.CallId, fax.Attempts, due, attempt.Pages, attempt.Station, isTorn ? Lost : attempt.Text, attempt.DurationMilliseconds);
    }

    // A number that is none, that may not be called or that wants no call will be so in a minute too.
    private static bool MayTryAgain(CallResult result) => result is not (CallResult.NoSuchNumber or CallResult.Declined);
}
