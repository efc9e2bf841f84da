using Microsoft.Extensions.Logging;

namespace RtcCluster.Storage.History;

/// <content>Messages; event ids 5000 to 5019 are this writer's.</content>
internal sealed partial class HistoryWriter
{
    [LoggerMessage(5000, LogLevel.Warning, "History cannot be written; {Count} calls wait, attempt {Attempt} follows in {Delay}")]
    private static partial void LogRetry(ILogger logger, int count, int attempt, TimeSpan delay, Exception reason);

    [LoggerMessage(5001, LogLevel.Error, "History refuses call {CallId} for its content")]
    private static partial void LogRefused(ILogger logger, string callId, Exception reason);

    [LoggerMessage(5002, LogLevel.Error, "Ledger of call {CallId} has {Refused} events whose numbers are taken by other content: the call had two owners")]
    private static partial void LogTwoOwners(ILogger logger, string callId, int refused);

    [LoggerMessage(5003, LogLevel.Error, "The process stops with {Count} histories that were not written; their calls send them again")]
    private static partial void LogUnwritten(ILogger logger, int count);

    [LoggerMessage(5004, LogLevel.Information, "History is written again after {Attempts} attempts")]
    private static partial void LogRecovered(ILogger logger, int attempts);
}
