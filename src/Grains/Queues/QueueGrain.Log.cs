using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Queues;

/// <summary>What queues log.</summary>
internal static partial class QueueLog
{
    [LoggerMessage(2701, LogLevel.Information, "Queue {Name}: taken over with epoch {Epoch}; {Inputs} inputs, {Callers} callers.")]
    public static partial void TakenOver(ILogger logger, string name, long epoch, long inputs, int callers);

    [LoggerMessage(2702, LogLevel.Warning, "Queue {Name}: another activation is ahead; it is read anew.")]
    public static partial void Overtaken(ILogger logger, string name);

    [LoggerMessage(2703, LogLevel.Warning, "Queue {Name}: {Purpose} could not be told: {Reason}")]
    public static partial void TellFailed(ILogger logger, string name, string purpose, Pii<string> reason);

    [LoggerMessage(2704, LogLevel.Warning, "Queue {Name}: what was due could not be done: {Reason}")]
    public static partial void DeadlineFailed(ILogger logger, string name, Pii<string> reason);

    [LoggerMessage(2705, LogLevel.Error, "Queue {Name}: version {Version} of its rules in the directory cannot be used, those before stay in force: {Reason}")]
    public static partial void RulesUnusable(ILogger logger, string name, int version, Pii<string> reason);

    [LoggerMessage(2706, LogLevel.Warning, "Queue {Name}: its rules cannot be read, those before stay in force meanwhile: {Reason}")]
    public static partial void RulesUnread(ILogger logger, string name, Pii<string> reason);
}
