using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Lines;

/// <summary>What lines log; numbers of people outside never come here.</summary>
internal static partial class LineLog
{
    [LoggerMessage(2201, LogLevel.Information, "Call {Call}: an emergency call goes out.")]
    public static partial void Emergency(ILogger logger, string call);

    [LoggerMessage(2202, LogLevel.Warning, "Call {Call}: trunk {Trunk} refuses with {Code}: {Reason}")]
    public static partial void TrunkRefused(ILogger logger, string call, string trunk, int code, Pii<string> reason);

    [LoggerMessage(2203, LogLevel.Warning, "A line leads to the flow {Name}, which is not there or cannot be used.")]
    public static partial void FlowUnusable(ILogger logger, string name);

    [LoggerMessage(2208, LogLevel.Warning, "Call {Call}: it is not known who has to be told before it is recorded, and it is not recorded: {Reason}")]
    public static partial void NoticeUnknown(ILogger logger, string call, Pii<string> reason);
}
