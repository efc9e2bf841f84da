using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>SIGTERM in mid-call.</summary>
public sealed class OrderlyStopTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Sigterm_SendsByeToBoth_AndTheEntryIsShutdown()
    {
        await using var server = await StandaloneServer.StartAsync();
        var registrar = server.Addresses.SipUdp.ToString();
        await using var alice = await TonePhones.AliceAsync(registrar);
        await using var bob = await TonePhones.BobAsync(registrar);
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        var exitCode = await server.StopAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.Equal(0, exitCode);
        await server.StartAgainAsync();
        using var admin = await server.SignInAsync("admin@demo.test");
        var log = await admin.WaitForCallLogAsync("the call", entry => entry.EndedAt is not null, Soon);
        Assert.Equal("shutdown", Assert.Single(log).Result, ignoreCase: true);
        var recording = await admin.WaitForRecordingAsync(log[0].Id, Soon);
        var sound = await admin.AudioAsync(recording.Id);
        Assert.True(sound.Duration > TimeSpan.FromSeconds(2), $"{sound.Duration.TotalSeconds:0.0} s");
    }
}
