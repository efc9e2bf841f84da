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
}
