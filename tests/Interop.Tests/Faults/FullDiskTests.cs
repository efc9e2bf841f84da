using System.Diagnostics;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Metrics;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>The disk of a Standalone fills under a call that is recorded, and has room again.</summary>
[Trait("Clock", "lab")]
public sealed class FullDiskTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task WhoTalksGoesOn_NewCallsAreRefused_TheRecordingSaysWhatIsMissing_AndAllIsWellWhenThereIsRoom()
    {
        var disk = new SmallDisk(megabytes: 48);
        Assert.SkipUnless(await disk.CanBeMadeAsync(), SmallDisk.Missing);
        await using var server = await StandaloneServer.StartThroughAsync(disk.Launcher);
        using var admin = await server.SignInAsync("admin@demo.test");
        await using var alice = await TonePhones.AliceAsync(server.Addresses.SipUdp.ToString());
        await using var bob = await TonePhones.BobAsync(server.Addresses.SipUdp.ToString());
        await using var carol = new TestPhone("1003", server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        await carol.RegisterAsync();
        _ = AnswerAsync(carol, rtp).ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        var talking = Stopwatch.StartNew();
        await WaitForMetricAsync(admin, "a first chunk", metrics => metrics.Sum("rtc_recording_chunks_total", "result=\"stored\"") >= 1);

        using (SmallDisk.Fill(server.Process, server.DataPath))
        {
            await WaitForMetricAsync(admin, "a lost chunk", metrics => metrics.Sum("rtc_recording_chunks_total", "result=\"lost\"") >= 1);
            Assert.Equal(1, (await admin.MetricsAsync()).Sum("rtc_recording_spool_full"));
            await server.Process.WaitForLineAsync("A recording chunk is lost", Soon);
            Assert.Equal(503, await CallAsync(server));
            Assert.Single(await admin.ActiveCallsAsync());
            var sent = Sent(await admin.MetricsAsync());
            await WaitForMetricAsync(admin, "sound for both", metrics => Sent(metrics) > sent + 200);
        }

        await WaitForMetricAsync(admin, "a chunk that is kept", metrics => metrics.Sum("rtc_recording_spool_full") == 0);
        await Eventually.IsTrueAsync("a new call to ring", Soon, async () => await CallAsync(server) == 200);
        // Who hangs up is told at once; that the other leg has ended comes after.
        await Eventually.GetAsync("the new call to end", Soon, admin.ActiveCallsAsync, static calls => calls.Count == 1);
        await alice.HangUpAsync();
        var talked = talking.Elapsed;
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        Assert.True(bob.Heard().Heard(TonePhones.AliceTone) > talked * 0.8, $"talked {talked}, bob heard {bob.Heard()}");

        var log = await admin.WaitForCallLogAsync("the recorded call", entry => entry.To == "1002" && entry.EndedAt is not null, Soon);
        var recording = await admin.WaitForRecordingAsync(Assert.Single(log).Id, Soon);
        Assert.Equal("partial", recording.State, ignoreCase: true);
        await using var verify = RunningProcess.Start(
            "verify", "nsenter", [.. disk.Inside(server.Process).Skip(1), "dotnet", "exec", StandaloneServer.Program, "recordings", "verify", "--id", $"demo/{recording.Id}", "--Data:Path", server.DataPath]);
        Assert.True(await verify.WaitForExitAsync(Soon) == 0, verify.Tail());
        Assert.Matches(@"VERIFIED: 1 recordings, 1 proven.* [1-9]\d* never stored", verify.Tail());
    }

    private static Task<PrometheusText> WaitForMetricAsync(RestClient admin, string what, Func<PrometheusText, bool> holds) =>
        Eventually.GetAsync(what, Soon, admin.MetricsAsync, holds);

    private static double Sent(PrometheusText metrics) => metrics.Sum("rtc_rtp_packets_total", "direction=\"out\"");

    // What a caller is told.
    private static async Task<int> CallAsync(StandaloneServer server)
    {
        await using var caller = new TestPhone("1004", server.Addresses.SipUdp);
        await using var rtp = new RtpPort();
        var call = await caller.InviteAsync("1003", SdpText.Audio(rtp.Local), timeout: Soon);
        if (call.Response.Status == 200)
        {
            await call.HangUpAsync();
        }

        return call.Response.Status;
    }

    // Answers whoever calls, until the telephone is gone.
    private static async Task AnswerAsync(TestPhone phone, RtpPort rtp)
    {
        while (true)
        {
            var incoming = await phone.ReceiveInviteAsync(timeout: TimeSpan.FromMinutes(5));
            await incoming.AnswerAsync(SdpText.Audio(rtp.Local));
        }
    }
}
