using Microsoft.Extensions.Logging;

namespace RtcCluster.Grains.Broadcasts;

/// <summary>What broadcasts log.</summary>
internal static partial class BroadcastLog
{
    [LoggerMessage(5150, LogLevel.Warning, "Broadcast {Broadcast} was interrupted; it goes on within a minute.")]
    public static partial void Interrupted(ILogger logger, string broadcast, Exception exception);
}
