using Microsoft.Extensions.Logging;

namespace RtcCluster.Grains.Users;

/// <summary>What users log.</summary>
internal static partial class UserLog
{
    [LoggerMessage(2101, LogLevel.Warning, "User {User}: an outgoing call was refused with {Code}: {Reason}")]
    public static partial void OutboundRefused(ILogger logger, string user, int code, string reason);

    [LoggerMessage(2102, LogLevel.Information, "User {User} was changed.")]
    public static partial void Configured(ILogger logger, string user);

    [LoggerMessage(2103, LogLevel.Information, "User {User} was removed.")]
    public static partial void Removed(ILogger logger, string user);
}
