using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

[Collection(EdgeCollection.Name)]
public sealed class StrangerTests(EdgeFixture fixture)
{
    [Fact]
    public async Task RtpFromAStrangerInMidCallIsDroppedAndCounted_AndTheTalkGoesOn()
    {
        await using var caller = new TestPhone("1001", fixture.Edge.Udp);
        await using var called = new TestPhone("1002", fixture.Edge.Udp);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        await using var stranger = new RtpPort("127.0.0.66");
        await called.RegisterAsync();
        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local));
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        var call = await calling;
        await callerRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("the caller's packets", TimeSpan.FromSeconds(5), () => Task.FromResult(calledRtp.Packets), p => p == 10);
        calledRtp.Forget();

        await stranger.SpeakAsync(1000, call.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("ten strangers", TimeSpan.FromSeconds(5), () => Task.FromResult(fixture.Edge.Metric("rtc_rtp_dropped{stranger}")), n => n == 10);
        Assert.Equal(0, calledRtp.Packets);

        await callerRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("the caller's packets again", TimeSpan.FromSeconds(5), () => Task.FromResult(calledRtp.Packets), p => p == 10);
        var bye = ringing.ReceiveAsync("BYE", TimeSpan.FromSeconds(8));
        await call.HangUpAsync();
        await bye;
        await called.RegisterAsync(expires: 0);
    }
}
