using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Edges;

/// <summary>What the directory of edges and their leases log.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(2501, LogLevel.Information, "Edge {Name} is up as {Edge}.")]
    public static partial void Announced(ILogger logger, string name, string edge);

    [LoggerMessage(2502, LogLevel.Information, "Edge {Edge} has left.")]
    public static partial void Withdrawn(ILogger logger, string edge);

    [LoggerMessage(2512, LogLevel.Warning, "Edge {Edge} is refused: the one at {Endpoint} has the name {Name} and lives.")]
    public static partial void NameTaken(ILogger logger, string edge, string name, string endpoint);

    [LoggerMessage(2503, LogLevel.Warning, "The lease of edge {Edge} could not be told that it is gone and is told again: {Problem}")]
    public static partial void ExpireFailed(ILogger logger, string edge, Pii<string> problem);

    [LoggerMessage(2504, LogLevel.Warning, "The lease of edge {Edge} has run out; {Calls} calls are told.")]
    public static partial void Expired(ILogger logger, string edge, int calls);

    [LoggerMessage(2505, LogLevel.Warning, "Call {Call} could not be told that edge {Edge} is gone and is told again: {Problem}")]
    public static partial void TellFailed(ILogger logger, string call, string edge, Pii<string> problem);

    [LoggerMessage(2506, LogLevel.Warning, "The lease of edge {Edge} could not be ended and is tried again: {Problem}")]
    public static partial void EndFailed(ILogger logger, string edge, Pii<string> problem);

    [LoggerMessage(2515, LogLevel.Warning, "Edges that are gone could not be noted as such, which is tried again: {Problem}")]
    public static partial void MissFailed(ILogger logger, Pii<string> problem);

    [LoggerMessage(2516, LogLevel.Warning, "The directory of edges could not be asked for by the lease of {Edge} after the death of a silo and is asked for again: {Problem}")]
    public static partial void WakeDirectoryFailed(ILogger logger, string edge, Pii<string> problem);

    [LoggerMessage(2511, LogLevel.Warning, "Call {Call} of edge {Edge} could not be asked after the death of a silo and is asked again: {Problem}")]
    public static partial void WakeFailed(ILogger logger, string call, string edge, Pii<string> problem);
}
