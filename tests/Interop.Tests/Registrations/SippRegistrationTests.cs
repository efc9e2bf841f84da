using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Registrations;

/// <summary>Registration by SIPp, over UDP and TCP.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SippRegistrationTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private readonly int _port = FreePorts.Take();

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task Register_WithDigest(string transport)
    {
        var result = await SippRun.RunAsync(Register("register", transport, "demo"));

        Assert.True(result.IsClean(1), result.ToString());

        // A TCP binding ends with its connection: SIPp has closed it by now, and the edge is about to see it.
        var stays = transport == "u1";
        await Eventually.IsTrueAsync(stays ? "the registration" : "no registration", Soon, async () => await IsListedAsync() == stays);

        var removed = await SippRun.RunAsync(Register("register", transport, "demo", expires: "0"));
        Assert.True(removed.IsClean(1), removed.ToString());
    }

    [Fact]
    public async Task AWrongPassword_IsNeverAccepted()
    {
        var result = await SippRun.RunAsync(Register("register_wrong_password", "u1", "not-the-password"));

        Assert.True(result.IsClean(1), result.ToString());
    }

    [Fact]
    public async Task ATelephoneOnOneTcpConnection_IsRungOnIt_AndGoneWithIt()
    {
        await using var phone = await SippRun.StartAsync(Register("register_and_wait", "t1", "demo") with
        {
            OutOfCallScenario = ClusterFixture.Scenario("callee"),
            Duration = TimeSpan.FromSeconds(8),
            Timeout = TimeSpan.FromSeconds(40),
        });
        await Eventually.IsTrueAsync("the registration of 1003", Soon, IsListedAsync);

        var caller = await SippRun.RunAsync(SippCaller.Call("caller", cluster.Udp, "1003"));
        var called = await phone.FinishAsync();

        Assert.True(caller.IsClean(1), $"caller: {caller}");
        Assert.True(called.IsClean(1), $"callee: {called}");
        await Eventually.IsTrueAsync("no registration of 1003", Soon, async () => !await IsListedAsync());
    }

    [Theory]
    [InlineData("baresip v1.0.0 (x86_64/linux)", "MD5")]
    [InlineData("SIPp 3.6", "MD5")]
    [InlineData("RtcCluster test phone", "SHA-256, MD5")]
    public async Task AChallenge_NamesOnlyWhatTheTelephoneCanRead(string agent, string algorithms)
    {
        await using var phone = new TestPhone("1003", cluster.Server.Addresses.SipUdp) { UserAgent = agent };

        var challenge = await phone.SendAsync(phone.Request("REGISTER", "sip:demo.test", $"{TestPhone.NewId()}@a", 1, "<sip:1003@demo.test>", "t", $"Contact: <{phone.Contact}>\r\n"));

        Assert.Equal(401, challenge.Status);
        Assert.Equal(algorithms, string.Join(", ", challenge.Headers("WWW-Authenticate").Select(value => new DigestAnswer(value).Algorithm)));
    }

    private async Task<bool> IsListedAsync() => (await cluster.Admin.DevicesAsync()).Any(device => device.Contains("1003", StringComparison.Ordinal));

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
