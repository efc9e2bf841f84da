using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Trunks;

/// <summary>Calls from and to the carrier, whose one address in the demo tenant is 127.0.0.2:5080.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SippTrunkTests(ClusterFixture cluster)
{
    private const string CarrierAddress = "127.0.0.2";
    private const int CarrierPort = 5080;
    private const string OutsideNumber = "+573001234567";

    // OPTIONS goes out every 30 s.
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ACallFromTheCarrier_RingsAnExtension()
    {
        await using var device = await SippDevice.RegisterAsync(cluster.Udp, "1002");
        await using var callee = await device.ReceiveAsync("callee");
        var since = DateTimeOffset.UtcNow;

        var carrier = await SippRun.RunAsync(FromCarrier("trunk_in", "1002"));
        var called = await callee.FinishAsync();

        Assert.True(carrier.IsClean(1), $"carrier: {carrier}");
        Assert.True(called.IsClean(1), $"callee: {called}");
        var entries = await cluster.Admin.WaitForCallLogAsync(
            "a call from outside", entry => entry.To == "1002" && entry.BeganAfter(since) && entry.EndedAt is not null, LogTime);
        Assert.Equal("answered", Assert.Single(entries).Result, ignoreCase: true);
        Assert.Equal(OutsideNumber, entries[0].From);
    }

    [Fact]
    public async Task ACallFromTheCarrier_ToNobody_Gets404()
    {
        var carrier = await SippRun.RunAsync(FromCarrier("trunk_in_no_such_number", "1999"));

        Assert.True(carrier.IsClean(1), carrier.ToString());
    }

    [Fact]
    public async Task ACallFromTheCarrier_ToTheMainNumber_HearsTheMenu_AndIsAbandonedInIt()
    {
        const string Did = "+576015550100";
        var since = DateTimeOffset.UtcNow;

        var carrier = await SippRun.RunAsync(FromCarrier("trunk_in_menu", Did));

        Assert.True(carrier.IsClean(1), carrier.ToString());
        var entries = await cluster.Admin.WaitForCallLogAsync("a call to the DID", entry => entry.To == Did && entry.BeganAfter(since) && entry.EndedAt is not null, LogTime);
        Assert.Null(Assert.Single(entries).AnsweredAt);
    }

    [Theory]
    [InlineData("carrier", "caller", "answered")]
    [InlineData("carrier_busy", "caller_busy", "busy")]
    public async Task AnE164Number_GoesOutByTheTrunk(string carrierScenario, string callerScenario, string result)
    {
        await using var carrier = await SippRun.StartAsync(new SippOptions
        {
            Scenario = ClusterFixture.Scenario(carrierScenario),
            LocalAddress = CarrierAddress,
            LocalPort = CarrierPort,
            Calls = 0,
            MediaPort = FreePorts.TakeRtp(8, CarrierAddress),
        });

        // The cluster has asked for a carrier that was not there since it started: it may need its next OPTIONS to believe in this one.
        await Eventually.IsTrueAsync("a healthy carrier", HealthTime, IsCarrierHealthyAsync);
        var since = DateTimeOffset.UtcNow;

        var caller = await SippRun.RunAsync(SippCaller.Call(callerScenario, cluster.Udp, OutsideNumber));
        var called = await carrier.StopAsync();

        Assert.True(caller.IsClean(1), $"caller: {caller}");
        Assert.True(called is { Failed: 0, Successful: > 0 }, $"carrier: {called}");
        var entries = await cluster.Admin.WaitForCallLogAsync(
            "a call to outside", entry => entry.To == OutsideNumber && entry.BeganAfter(since) && entry.EndedAt is not null, LogTime);
        Assert.Equal(result, Assert.Single(entries).Result, ignoreCase: true);
    }

    private async Task<bool> IsCarrierHealthyAsync()
    {
        var trunk = await cluster.Admin.Http.GetFromJsonAsync<JsonElement>(new Uri("api/v1/trunks/carrier", UriKind.Relative));
        return trunk.GetProperty("status").GetProperty("peers").EnumerateArray().All(peer => peer.GetProperty("healthy").GetBoolean());
    }

    private SippOptions FromCarrier(string scenario, string number) => new()
    {
        Scenario = ClusterFixture.Scenario(scenario),
        Remote = cluster.Udp,
        LocalAddress = CarrierAddress,
        LocalPort = CarrierPort,
        Service = number,
        Duration = TimeSpan.FromSeconds(1),
        Keys = new Dictionary<string, string> { ["caller"] = OutsideNumber },
        MediaPort = FreePorts.TakeRtp(8, CarrierAddress),
    };
}
