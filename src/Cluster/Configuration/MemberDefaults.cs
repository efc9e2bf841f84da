using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace RtcCluster.Cluster.Configuration;

/// <summary>What a process of a cluster of many takes for granted where a Standalone takes something else; everything overrides it.</summary>
public static class MemberDefaults
{
    /// <summary>Puts the defaults below every other source: stores that are shared, and logs without a line for each of Orleans' steps.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static void AddMemberDefaults(this IConfigurationBuilder configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Cluster:Provider"] = nameof(ClusterProvider.Redis),
                ["Database:Provider"] = "PostgreSql",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
                ["Logging:LogLevel:Orleans"] = "Warning",
            },
        });
    }
}
