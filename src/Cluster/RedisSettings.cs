using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace RtcCluster.Cluster;

/// <summary>Reads a Redis connection string the way every store of this cluster wants it.</summary>
internal static class RedisSettings
{
    /// <summary>Between two attempts to connect: the client's own rule waits longer with each, and a minute after Redis is back still waits.</summary>
    private static readonly TimeSpan Reconnect = TimeSpan.FromMilliseconds(500);

    /// <summary>A state is read or written within this time or not at all: below what a grain's caller waits, so that the caller hears why.</summary>
    private static readonly TimeSpan StateTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Reads the string; <paramref name="problem"/> says why it cannot be used, without repeating a password in it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigurationOptions? options, out string problem)
    {
        options = null;
        problem = "must be a StackExchange.Redis connection string, host:port[,option=value …]";
        try
        {
            options = ConfigurationOptions.Parse(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }

        if (options.EndPoints.Count == 0)
        {
            options = null;
            return false;
        }

        options.ReconnectRetryPolicy = new LinearRetry((int)Reconnect.TotalMilliseconds);
        if (!text.Contains("abortConnect", StringComparison.OrdinalIgnoreCase))
        {
            // A process that starts while Redis is away waits for it instead of ending.
            options.AbortOnConnectFail = false;
        }

        return true;
    }

    /// <summary>Reads a string that was checked before.</summary>
    public static ConfigurationOptions Parse(string text) =>
        TryParse(text, out var options, out var problem) ? options : throw new ArgumentException(problem, nameof(text));

    /// <summary>The same for states: while there is no connection, what is asked is refused and does not wait for one.</summary>
    public static ConfigurationOptions ParseForState(string text)
    {
        var options = Parse(text);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        if (!text.Contains("asyncTimeout", StringComparison.OrdinalIgnoreCase) && !text.Contains("syncTimeout", StringComparison.OrdinalIgnoreCase))
        {
            options.AsyncTimeout = (int)StateTimeout.TotalMilliseconds;
        }

        if (!text.Contains("connectTimeout", StringComparison.OrdinalIgnoreCase))
        {
            options.ConnectTimeout = (int)StateTimeout.TotalMilliseconds;
        }

        return options;
    }
}
