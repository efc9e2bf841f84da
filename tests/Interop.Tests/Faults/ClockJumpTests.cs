using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>The system's clock is set forward and back by an hour under a call, somebody who waits in a queue, telephones that are registered, and somebody who is signed in.</summary>
[Trait("Clock", "lab")]
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task AnHourForwardAndBack_NobodyNotices_AndTheOperatorIsTold()
    {
        Assert.SkipUnless(FakeTime.IsInstalled, FakeTime.Missing);
        using var clock = new FakeTime();
        await using var server = await StandaloneServer.StartThroughAsync(_ => clock.Launcher);
        using var admin = await server.SignInAsync("admin@demo.test");
        await admin.PutAsync("api/v1/queues/patient", new { name = "Patient", limits = new { maxWait = "00:10:00" } });
        await admin.PutAsync("api/v1/lines/2093", new { kind = "queue", target = "patient", name = "Patient", recording = "never" });
        await using var alice = await TonePhones.AliceAsync(server.Addresses.SipUdp.ToString());
        await using var bob = await TonePhones.BobAsync(server.Addresses.SipUdp.ToString());
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await using var patient = new TestPhone("1004", server.Addresses.SipUdp);
        await patient.RegisterAsync();
        await using var rtp = new RtpPort();
        var waits = await patient.InviteAsync("2093", SdpText.Audio(rtp.Local));
        Assert.Equal(200, waits.Response.Status);

        foreach (var ahead in new[] { Hour, TimeSpan.Zero })
        {
            clock.Set(ahead);
            await Eventually.IsTrueAsync($"the clock at {ahead}", Soon, async () => Math.Abs((await admin.MetricsAsync()).Sum("rtc_clock_ahead_seconds") - ahead.TotalSeconds) < 60);
            // Longer than a lease, and than what is asked each second.
            await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
            await AssertAsBeforeAsync(admin, $"{ahead} ahead");
            if (ahead == Hour)
            {
                await AssertRingsAsync(server, $"{ahead} ahead");
            }
        }

        Assert.Contains(server.Process.Lines, line => line.Contains("3600 s ahead of this process", StringComparison.Ordinal) || line.Contains("3599 s ahead", StringComparison.Ordinal));
        var talked = DateTimeOffset.UtcNow;
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        await waits.HangUpAsync();
        var log = await admin.WaitForCallLogAsync("the calls", entry => entry.EndedAt is not null, Soon, count: 3);
        Assert.All(log, entry => Assert.InRange(entry.EndedAt!.Value - entry.StartedAt, TimeSpan.Zero, TimeSpan.FromMinutes(3)));
        Assert.All(log, entry => Assert.InRange(entry.EndedAt!.Value, talked - TimeSpan.FromMinutes(3), talked + TimeSpan.FromMinutes(1)));
    }

    private static async Task AssertAsBeforeAsync(RestClient admin, string when)
    {
        var calls = await admin.ActiveCallsAsync();
        Assert.True(calls.Count == 2, $"{when}: {calls.Count} calls");
        var devices = await admin.DevicesAsync();
        Assert.True(devices.Count == 3, $"{when}: {string.Join(", ", devices)}");
        var metrics = await admin.MetricsAsync();
        Assert.Equal(1, metrics.Sum("rtc_edge_lease_held"));
        Assert.InRange(metrics.Sum("rtc_queue_longest_wait_seconds", "patient"), 1, 120);
        var callers = (await admin.GetAsync<JsonElement>("api/v1/queues/patient")).GetProperty("callers");
        Assert.Equal(1, callers.GetArrayLength());
    }

    // A call that rings: its time to ring is not over at once.
    private static async Task AssertRingsAsync(StandaloneServer server, string when)
    {
        await using var carol = new TestPhone("1003", server.Addresses.SipUdp);
        Assert.Equal(200, (await carol.RegisterAsync()).Status);
        await using var caller = new TestPhone("1004", server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        var inviting = caller.InviteAsync("1003", SdpText.Audio(rtp.Local));
        var incoming = await carol.ReceiveInviteAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await incoming.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await inviting;
        Assert.True(call.Response.Status == 200, $"{when}: {call.Response.Status}");
        await call.HangUpAsync();
        await carol.RegisterAsync(expires: 0);
    }
}
