using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class TwoPhoneCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task TwoPhonesHearEachOther_AndTheCallLeavesNothingBehind()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp) { Algorithm = "MD5" };
        await using var aliceRtp = new RtpPort();
        await using var bobRtp = new RtpPort();
        Assert.Equal(200, (await alice.RegisterAsync()).Status);
        Assert.Equal(200, (await bob.RegisterAsync()).Status);

        var calling = alice.InviteAsync("1002", SdpText.Audio(aliceRtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(bobRtp.Local));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);

        await Task.WhenAll(
            aliceRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(1)),
            bobRtp.SpeakAsync(1000, ringing.RemoteRtp, TimeSpan.FromSeconds(1)));
        Assert.InRange(aliceRtp.Packets, 40, 50);
        Assert.InRange(bobRtp.Packets, 40, 50);
        Assert.Equal(1, edge.Metric("rtc_calls_active"));
        Assert.Equal(2, edge.Metric("rtc_media_ports_in_use"));

        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        foreach (var gauge in new[] { "rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use", "rtc_media_calls_active" })
        {
            await Eventually.GetAsync($"{gauge} to be 0", Patience, () => Task.FromResult(edge.Metric(gauge)), value => value == 0);
        }
    }
}
