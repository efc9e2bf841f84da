using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;

namespace RtcCluster.Interop.Tests.Registrations;

/// <summary>Registration by SIPp, over UDP and TCP.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SippRegistrationTests(ClusterFixture cluster)
{
    private readonly int _port = FreePorts.Take();

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task Register_WithDigest(string transport)
    {
        var result = await SippRun.RunAsync(Register("register", transport, "demo"));

        Assert.True(result.IsClean(1), result.ToString());
        var devices = await cluster.Admin.DevicesAsync();
        Assert.True(transport == "t1" || devices.Any(device => device.Contains("1003", StringComparison.Ordinal)), $"devices: {string.Join("; ", devices)}");

        var removed = await SippRun.RunAsync(Register("register", transport, "demo", expires: "0"));
        Assert.True(removed.IsClean(1), removed.ToString());
    }

    [Fact]
    public async Task AWrongPassword_IsNeverAccepted()
    {
        var result = await SippRun.RunAsync(Register("register_wrong_password", "u1", "not-the-password"));

        Assert.True(result.IsClean(1), result.ToString());
    }

    private SippOptions Register(string scenario, string transport, string password, string expires = "300") => new()
    {
        Scenario = ClusterFixture.Scenario(scenario),
        Remote = transport == "t1" ? cluster.Tcp : cluster.Udp,
        LocalPort = _port,
        Transport = transport,
        Fields = [SippDevice.Credentials("1003", password)],
        Keys = new Dictionary<string, string> { ["expires"] = expires },
        Timeout = TimeSpan.FromSeconds(10),
    };
}
