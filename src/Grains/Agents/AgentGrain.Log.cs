using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Agents;

/// <summary>What agents log.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(2601, LogLevel.Warning, "Agent {User}: a queue could not be told: {Reason}")]
    public static partial void TellFailed(ILogger logger, Pii<UserId> user, Pii<string> reason);

    [LoggerMessage(2602, LogLevel.Warning, "Agent {User}: what was due could not be done: {Reason}")]
    public static partial void DeadlineFailed(ILogger logger, Pii<UserId> user, Pii<string> reason);

    [LoggerMessage(2603, LogLevel.Warning, "Agent {User}: what was done could not be written into the history: {Reason}")]
    public static partial void HistoryFailed(ILogger logger, Pii<UserId> user, Pii<string> reason);

    [LoggerMessage(2604, LogLevel.Error, "Agent {User}: the history refuses what was done; it is missing in the reports")]
    public static partial void HistoryRefused(ILogger logger, Pii<UserId> user, Exception exception);

    [LoggerMessage(2605, LogLevel.Warning, "Agent {User}: the last change could not be written at the end of an activation, and follows from what is: {Reason}")]
    public static partial void LateSaveFailed(ILogger logger, Pii<UserId> user, Pii<string> reason);

    [LoggerMessage(2606, LogLevel.Warning, "Agent {User}: the directory cannot be read now: {Reason}")]
    public static partial void DirectoryAway(ILogger logger, Pii<UserId> user, Pii<string> reason);
}
