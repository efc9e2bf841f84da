using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Policies;

/// <summary>What documents have to do with calls.</summary>
internal static partial class PolicyLog
{
    [LoggerMessage(5320, LogLevel.Information, "A call of {User} was refused: a document that changed was not accepted in time")]
    public static partial void Refused(ILogger logger, Pii<UserId> user);

    [LoggerMessage(5321, LogLevel.Warning, "Whether documents were accepted cannot be read, and calls go on: {Reason}")]
    public static partial void NotAsked(ILogger logger, Pii<string> reason);
}
