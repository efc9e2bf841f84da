using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Load;

/// <summary>50 calls a second, 2,000 calls (<c>RTC_FULL=1</c>; else 20 a second, 400): none fails, each has its entry, nothing is left behind.</summary>
public sealed class ManyCallsTests
{
    private static readonly int Calls = TestLength.Of(400, 2_000);
    private static readonly int CallsPerSecond = TestLength.Of(20, 50);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(120);
    private static readonly string[] Gauges = ["rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use"];

    [Fact]
    public async Task AllSucceed_AllAreLogged_NothingLeaks()
    {
        await using var server = await StandaloneServer.StartAsync();
        var registrar = server.Addresses.SipUdp.ToString();
        using var admin = await server.SignInAsync("admin@demo.test");
        var rtpSockets = Listening.CountUdp(server.Addresses.FirstRtp, server.Addresses.LastRtp);
        await using var device = await SippDevice.RegisterAsync(registrar, "1002");
        await using var callee = await device.ReceiveAsync("callee", Calls, timeout: RunTime);

        var caller = await SippRun.RunAsync(SippCaller.Call("caller", registrar, "1002") with
        {
            Calls = Calls,
            Rate = CallsPerSecond,
            Limit = 1_000,
            Timeout = RunTime,
        });
        var called = await callee.FinishAsync();

        Assert.True(caller.IsClean(Calls), $"caller: {caller}");
        Assert.True(called.IsClean(Calls), $"callee: {called}");
        var log = await Eventually.GetAsync(
            $"{Calls} entries", Settle, async () => (await admin.CallLogAsync("limit=200")).Count(entry => entry.EndedAt is not null), count => count >= Calls);
        Assert.Equal(Calls, log);
        var results = (await admin.CallLogAsync("limit=200")).GroupBy(entry => entry.Result, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key ?? string.Empty, group => group.Count());
        Assert.Equal(["answered"], results.Keys, StringComparer.OrdinalIgnoreCase);

        Assert.Empty(await admin.ActiveCallsAsync());
        foreach (var gauge in Gauges)
        {
            Assert.True((await admin.MetricsAsync()).Has(gauge), $"no {gauge} on /metrics");
            await Eventually.GetAsync($"{gauge} back at 0", Settle, async () => (await admin.MetricsAsync()).Sum(gauge), value => value == 0);
        }

        Assert.Equal(rtpSockets, Listening.CountUdp(server.Addresses.FirstRtp, server.Addresses.LastRtp));
    }
}
