using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace RtcCluster.Cluster;

/// <summary>Reads a Redis connection string the way every store of this cluster wants it.</summary>
internal static class RedisSettings
{
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
}
