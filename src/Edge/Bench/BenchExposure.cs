using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Bench;

/// <summary>Keeps a server that trusts an address away from the network.</summary>
internal static class BenchExposure
{
    /// <summary>Refuses a bench that listens, trusts or calls beyond loopback.</summary>
    /// <exception cref="ConfigurationRefusedException">It does.</exception>
    public static void Refuse(BenchOptions bench, SipOptions sip, MediaOptions media, WebOptions web)
    {
        var rule = new LoopbackRule("must be a loopback address while Bench:Enabled is true: a bench takes calls of its source without asking who it is");
        rule.Look("Bench:Source", bench.Source, bench.Source.ToString());
        rule.Look("Bench:Target", bench.Target.Address, bench.Target.ToString());
        rule.Refuse(sip, media, web);
    }
}
