using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;

namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>Calls by SIPp from one of the demo users, who proves by digest who he is.</summary>
public static class SippCaller
{
    /// <summary>One run of a caller scenario.</summary>
    public static SippOptions Call(string scenario, string proxy, string number, string user = "1001", string transport = "u1") => new()
    {
        Scenario = ClusterFixture.Scenario(scenario),
        Remote = proxy,
        LocalPort = FreePorts.Take(),
        Transport = transport,
        Service = number,
        Fields = [SippDevice.Credentials(user)],
        Duration = TimeSpan.FromSeconds(1),
        MediaPort = FreePorts.TakeRtp(8),
    };
}
