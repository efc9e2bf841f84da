using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Edge.Calls;

/// <summary>The ends of legs in the words of the phone hub.</summary>
internal static class BrowserEnds
{
    /// <summary>Why a leg was ended.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="established">Whether it had been answered.</param>
    public static EndCard Of(EndCause cause, bool established) => new(
        cause.Kind switch
        {
            EndKind.AnsweredElsewhere => "answeredElsewhere",
            EndKind.RingTimeout => "noAnswer",
            EndKind.Transferred => "transferred",
            EndKind.MediaLost or EndKind.EdgeLost or EndKind.SessionExpired => "lost",
            EndKind.Shutdown => "shutdown",
            EndKind.Cancelled => "cancelled",
            EndKind.Failed => Word(cause.SipCode),
            _ => established ? "hangup" : "cancelled",
        },
        cause.SipCode,
        cause.Text);

    /// <summary>Why a call could not be had.</summary>
    public static EndCard Of(CallFailure failure) => new(
        failure.Result switch
        {
            CallResult.NoAnswer => "noAnswer",
            CallResult.Busy => "busy",
            CallResult.Declined => "declined",
            CallResult.NoSuchNumber => "noSuchNumber",
            CallResult.Unavailable => "unavailable",
            CallResult.Refused => "refused",
            CallResult.Cancelled => "cancelled",
            CallResult.Shutdown => "shutdown",
            CallResult.Lost => "lost",
            _ => Word(failure.SipCode),
        },
        failure.SipCode,
        failure.Text);

    private static string Word(int? code) => code switch
    {
        486 or 600 => "busy",
        603 => "declined",
        404 or 604 => "noSuchNumber",
        480 or 410 => "unavailable",
        403 => "refused",
        408 => "noAnswer",
        487 => "cancelled",
        _ => "failed",
    };
}
