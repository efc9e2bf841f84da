using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Users;

/// <summary>What users log.</summary>
internal static partial class UserLog
{
    [LoggerMessage(2101, LogLevel.Warning, "User {User}: an outgoing call was refused with {Code}: {Reason}")]
    public static partial void OutboundRefused(ILogger logger, Pii<UserId> user, int code, Pii<string> reason);

    [LoggerMessage(2102, LogLevel.Information, "User {User} was changed.")]
    public static partial void Configured(ILogger logger, Pii<UserId> user);

    [LoggerMessage(2105, LogLevel.Warning, "User {User}: calls outside are blocked until {Until}, says case {Incident}; without a time they pass again.")]
    public static partial void OutsideBlocked(ILogger logger, Pii<UserId> user, DateTimeOffset? until, string incident);

    [LoggerMessage(2104, LogLevel.Information, "Call {Call} is refused: its caller is blocked.")]
    public static partial void Blocked(ILogger logger, string call);

    [LoggerMessage(2103, LogLevel.Information, "User {User} was removed.")]
    public static partial void Removed(ILogger logger, Pii<UserId> user);
}
