using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Calls;

/// <summary>What calls log. Numbers, names and addresses of people never come here; a call's id names it.</summary>
internal static partial class CallLog
{
    [LoggerMessage(2001, LogLevel.Information, "Call {Call} was taken over with epoch {Epoch}.")]
    public static partial void TakenOver(ILogger logger, string call, long epoch);

    [LoggerMessage(2002, LogLevel.Warning, "Call {Call}: edge {Edge} is gone.")]
    public static partial void EdgeGone(ILogger logger, string call, string edge);

    [LoggerMessage(2003, LogLevel.Warning, "Call {Call}: edge {Edge} cannot be reached, commands are sent again: {Problem}")]
    public static partial void EdgeUnreachable(ILogger logger, string call, string edge, Pii<string> problem);

    [LoggerMessage(2004, LogLevel.Error, "Call {Call}: edge {Edge} has taken commands up to {Taken} only, those before {First} were confirmed; it is treated as gone.")]
    public static partial void EdgeForgot(ILogger logger, string call, string edge, int taken, int first);

    [LoggerMessage(2005, LogLevel.Warning, "Call {Call}: another activation owns it; this one ends.")]
    public static partial void Overtaken(ILogger logger, string call);

    [LoggerMessage(2006, LogLevel.Warning, "Call {Call}: something that is due could not be saved and is tried again: {Problem}")]
    public static partial void DeadlineFailed(ILogger logger, string call, Pii<string> problem);

    [LoggerMessage(2007, LogLevel.Error, "Call {Call}: the history refuses its ledger; the call's state is kept.")]
    public static partial void HistoryRefused(ILogger logger, string call, Exception problem);

    [LoggerMessage(2008, LogLevel.Warning, "Call {Call}: its end could not be archived and is tried again: {Problem}")]
    public static partial void HistoryFailed(ILogger logger, string call, Pii<string> problem);

    [LoggerMessage(2009, LogLevel.Warning, "Call {Call}: its state could not be cleared and is tried again: {Problem}")]
    public static partial void ClearFailed(ILogger logger, string call, Pii<string> problem);

    [LoggerMessage(2010, LogLevel.Warning, "Call {Call}: {Whom} could not be told: {Problem}")]
    public static partial void TellFailed(ILogger logger, string call, string whom, Pii<string> problem);

    [LoggerMessage(2011, LogLevel.Warning, "Call {Call}: where {Purpose} leads could not be found out: {Problem}")]
    public static partial void RouteFailed(ILogger logger, string call, string purpose, Pii<string> problem);

    [LoggerMessage(2012, LogLevel.Warning, "Call {Call}: call {CallId} could not be asked for its party: {Problem}")]
    public static partial void JoinFailed(ILogger logger, string call, string callId, Pii<string> problem);

    [LoggerMessage(2013, LogLevel.Warning, "Call {Call}: its queue could not be asked and is asked again: {Problem}")]
    public static partial void QueueFailed(ILogger logger, string call, Pii<string> problem);

    [LoggerMessage(2029, LogLevel.Warning, "Call {Call}: where the telephone of a party is that lost its edge could not be asked, and is asked again: {Problem}")]
    public static partial void SeekFailed(ILogger logger, string call, Pii<string> problem);
}
