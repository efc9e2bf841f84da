using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>kill -9 in mid-call, and what a restart on the same data must find.</summary>
public sealed class PowerCutTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TalkTime = TimeSpan.FromSeconds(7.6);

    // A second since the last draft, 0.3 s for late packets, and 0.7 s for the write.
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task AfterAKill_RegistrationsLogAndRecordingAreThere_AndTheOpenCallIsLostOnce()
    {
        await using var server = await StandaloneServer.StartAsync();
        var registrar = server.Addresses.SipUdp.ToString();
        await using var alice = await TonePhones.AliceAsync(registrar);
        await using var bob = await TonePhones.BobAsync(registrar);

        // One whole call before, so that the log has something to lose.
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        using (var before = await server.SignInAsync("admin@demo.test"))
        {
            await before.WaitForCallLogAsync("the whole call", entry => entry.EndedAt is not null, Soon);
        }

        var dialled = DateTimeOffset.UtcNow;
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        var answered = DateTimeOffset.UtcNow;
        await Task.Delay(TalkTime, TestContext.Current.CancellationToken);
        await server.KillAsync();
        var killed = DateTimeOffset.UtcNow;

        // The phones notice nothing and hang up on their own; the next call of this test needs them free.
        await alice.HangUpAsync();
        await bob.HangUpAsync();
        await server.StartAgainAsync();

        using var admin = await server.SignInAsync("admin@demo.test");
        var log = await admin.WaitForCallLogAsync("both calls", entry => entry.EndedAt is not null, Soon, count: 2);
        Assert.Equal(2, log.Count);
        Assert.Equal(1, log.Count(entry => string.Equals(entry.Result, "answered", StringComparison.OrdinalIgnoreCase)));
        var lost = Assert.Single(log, entry => string.Equals(entry.Result, "lost", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(lost.StartedAt, dialled - TimeSpan.FromSeconds(1), answered);

        var devices = await admin.DevicesAsync();
        Assert.Contains(devices, device => device.Contains($"127.0.0.1:{alice.Port}", StringComparison.Ordinal));
        Assert.Contains(devices, device => device.Contains($"127.0.0.1:{bob.Port}", StringComparison.Ordinal));

        var recording = await admin.WaitForRecordingAsync(lost.Id, Soon);
        var sound = await admin.AudioAsync(recording.Id);
        var left = ToneTimeline.Of(sound.Left, sound.Rate);
        var right = ToneTimeline.Of(sound.Right, sound.Rate);
        var talked = killed - answered;
        var stored = string.Join(", ", Directory.GetFiles(server.DataPath, "0000*", SearchOption.AllDirectories).Select(file => $"{Path.GetFileName(file)} at {File.GetLastWriteTimeUtc(file) - answered.UtcDateTime:ss\\.ff}"));
        Assert.True(left.Heard(TonePhones.AliceTone) > talked - Lost, $"talked {talked.TotalSeconds:0.0} s, left: {left}; chunks: {stored}");
        Assert.True(right.Heard(TonePhones.BobTone) > talked - Lost, $"talked {talked.TotalSeconds:0.0} s, right: {right}; chunks: {stored}");

        await AssertSealedAndProvenAsync(server, recording.Id);
        await AssertVerifiedAsync(server, lost.Id);

        // The registrations are not only listed: a call reaches bob without a new REGISTER of his.
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var after = await admin.WaitForCallLogAsync("three calls", entry => entry.EndedAt is not null, Soon, count: 3);
        Assert.Equal(1, after.Count(entry => string.Equals(entry.Result, "lost", StringComparison.OrdinalIgnoreCase)));
        await Eventually.IsTrueAsync("no active call", Soon, async () => (await admin.ActiveCallsAsync()).Count == 0);
    }

    private static async Task AssertVerifiedAsync(StandaloneServer server, string lost)
    {
        var (clean, verdict) = await server.AdministerAsync("ledger", "verify", "--rebuild");
        Assert.True(clean == 0, verdict);
        Assert.Contains("VERIFIED: 2 calls, ", verdict, StringComparison.Ordinal);
        Assert.Contains("missing=0 duplicate=0 gaps=0 unfinished=0 differing=0", verdict, StringComparison.Ordinal);

        var (one, ofOne) = await server.AdministerAsync("ledger", "verify", "--call", $"demo/{lost}");
        Assert.True(one == 0 && ofOne.Contains("VERIFIED: 1 calls", StringComparison.Ordinal), ofOne);
        var (unknown, ofUnknown) = await server.AdministerAsync("ledger", "verify", "--call", "demo/nobody");
        Assert.True(unknown == 1 && ofUnknown.Contains("FAULT demo/nobody: the history does not know it", StringComparison.Ordinal), ofUnknown);
        var (misplaced, usage) = await server.AdministerAsync("ledger", "verify", "--Data:BackupPath", "x", "--rebuild");
        Assert.True(misplaced == 64 && usage.Contains("--rebuild after either", StringComparison.Ordinal), usage);
    }

    private static async Task AssertSealedAndProvenAsync(StandaloneServer server, string recording)
    {
        foreach (var file in new[] { "blobs", "spool" }.SelectMany(folder => Directory.GetFiles(Path.Combine(server.DataPath, folder), "*", SearchOption.AllDirectories)))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().IndexOf("RIFF"u8) < 0 && bytes.AsSpan().IndexOf("RTCR"u8) < 0, $"{file} holds sound as it was said");
        }

        var (proven, verdict) = await server.AdministerAsync("recordings", "verify", "--all");
        Assert.True(proven == 0, verdict);
        Assert.Contains("VERIFIED: 2 recordings, 2 proven", verdict, StringComparison.Ordinal);
        Assert.Contains("1 takes interrupted", verdict, StringComparison.Ordinal);

        var chunk = Directory.GetFiles(server.DataPath, "00000001-*", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(chunk, TestContext.Current.CancellationToken);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(chunk, content, TestContext.Current.CancellationToken);
        var (faulty, faults) = await server.AdministerAsync("recordings", "verify", "--id", $"demo/{recording}");
        Assert.True(faulty == 1, faults);
        Assert.Contains($"FAULT demo/{recording}: chunk 1 of take", faults, StringComparison.Ordinal);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(chunk, content, TestContext.Current.CancellationToken);
    }
}
