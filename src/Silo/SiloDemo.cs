using System.Net;
using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Storage;

namespace RtcCluster.Silo;

/// <summary>The demo tenant of a cluster on one machine.</summary>
internal static class SiloDemo
{
    /// <summary>Adds it where <c>Demo:Enabled</c> says so.</summary>
    /// <exception cref="ConfigurationRefusedException">Other machines could join this cluster and serve it.</exception>
    public static void AddSiloDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetStrict<SiloDemoOptions>(SiloDemoOptions.Section).Enabled)
        {
            return;
        }

        var address = builder.Configuration.GetStrict<RtcClusterOptions>(RtcClusterOptions.Section).Address;
        if (!IPAddress.IsLoopback(address))
        {
            throw new ConfigurationRefusedException(
            [
                new SettingError("Cluster:Address", address.ToString(), "must be a loopback address while Demo:Enabled is true: the demo's passwords are known to everybody"),
            ]);
        }

        builder.Services.AddDemoSeed();
    }
}
