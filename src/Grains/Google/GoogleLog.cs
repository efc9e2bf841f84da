using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Google;

/// <summary>What accounts of Google log.</summary>
internal static partial class GoogleLog
{
    [LoggerMessage(5250, LogLevel.Warning, "An account of Google could not be connected: {Why}")]
    public static partial void NotConnected(ILogger logger, Pii<string> why);

    [LoggerMessage(5251, LogLevel.Warning, "Google did not take a token back: {Why}")]
    public static partial void NotGivenBack(ILogger logger, Pii<string> why);

    [LoggerMessage(5252, LogLevel.Warning, "Contacts were not compared with Google ({Fault}); it is tried again: {Why}")]
    public static partial void Failed(ILogger logger, GoogleFault fault, Pii<string> why);

    [LoggerMessage(5410, LogLevel.Warning, "Google did not do what a user asked of it ({Part}, {Fault}): {Why}")]
    public static partial void NotDone(ILogger logger, string part, GoogleFault fault, Pii<string> why);

    [LoggerMessage(5411, LogLevel.Warning, "What became of something that was asked of Google ({Part}) could not be noted in the account; it was answered nevertheless.")]
    public static partial void NotNoted(ILogger logger, string part, Exception exception);

    [LoggerMessage(5412, LogLevel.Warning, "Google Chat was not told that a user may be disturbed again, which is so by itself within half an hour: {Why}")]
    public static partial void NotLeft(ILogger logger, Pii<string> why);

    [LoggerMessage(5253, LogLevel.Warning, "Comparing contacts with Google was interrupted; it goes on with the next look.")]
    public static partial void Interrupted(ILogger logger, Exception exception);
}
