using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>A call that rings elsewhere is answered by whoever dials ** and the extension.</summary>
public sealed class PickupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task OneOfTwoWhoPickUpTalksWithTheCaller_TheOtherIsRefused()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await using var carol = new TestPhone("1003", edge.Udp);
        await using var dave = new TestPhone("1004", edge.Udp);
        await using var aliceRtp = new RtpPort();
        await using var carolRtp = new RtpPort();
        await bob.RegisterAsync();
        var calling = alice.InviteAsync("1002", SdpText.Audio(aliceRtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        var cancelled = ringing.ReceiveAsync("CANCEL", Patience);

        var first = carol.InviteAsync("**1002", SdpText.Audio(carolRtp.Local));
        var picked = await first;
        Assert.Equal(200, picked.Response.Status);
        var call = await calling;
        Assert.Equal(200, call.Response.Status);
        await cancelled;
        await ringing.RefuseAsync(487, "Request Terminated");
        Assert.Equal(480, (await dave.InviteAsync("**1002", SdpText.Audio(carolRtp.Local))).Response.Status);

        await aliceRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await carolRtp.SpeakAsync(660, picked.RemoteRtp, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("what the caller says", Patience, () => Task.FromResult(carolRtp.Packets), static n => n >= 10);
        await Eventually.GetAsync("what the other says", Patience, () => Task.FromResult(aliceRtp.Packets), static n => n >= 10);
        var bye = picked.ReceiveAsync("BYE", Patience);
        await call.HangUpAsync();
        await bye;
        await Eventually.GetAsync("the calls to be over", Patience, () => Task.FromResult(edge.Metric("rtc_legs_active")), static value => value == 0);
    }

    [Fact]
    public async Task WhereNothingRings_NothingIsPickedUp()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var carol = new TestPhone("1003", edge.Udp);
        await using var rtp = new RtpPort();
        Assert.Equal(480, (await carol.InviteAsync("**1002", SdpText.Audio(rtp.Local))).Response.Status);
        Assert.Equal(480, (await carol.InviteAsync("**1999", SdpText.Audio(rtp.Local))).Response.Status);
    }
}
