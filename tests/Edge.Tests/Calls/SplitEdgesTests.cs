using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>One silo and two edges: the anchor writes every description, whichever edge carries it.</summary>
public sealed class SplitEdgesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task SignallingOnOneEdgeAndMediaOnAnother_BothPhonesHearEachOther()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var anchor = FreePorts.TakeRun(40);
        await cluster.AddEdgeAsync("media", ("Media:RtpPorts", $"{anchor}-{anchor + 39}"));
        var signalling = await cluster.AddEdgeAsync("signalling", ("Media:Anchors", "false"), ("Media:RtpPorts", $"{FreePorts.TakeRun(40)}-19999"));
        await using var caller = new TestPhone("1001", signalling);
        await using var called = new TestPhone("1002", signalling);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        Assert.Equal(200, (await called.RegisterAsync()).Status);

        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var ringing = await called.ReceiveInviteAsync(timeout: Patience);
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        var call = await calling;

        Assert.Equal(200, call.Response.Status);
        Assert.InRange(call.RemoteRtp.Port, anchor, anchor + 39);
        Assert.InRange(ringing.RemoteRtp.Port, anchor, anchor + 39);

        // The answer and the connection of the media go to two processes: the first packets may be earlier than the latter.
        Task SpeakAsync() => Task.WhenAll(
            callerRtp.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromMilliseconds(400)),
            calledRtp.SpeakAsync(1000, ringing.RemoteRtp, TimeSpan.FromMilliseconds(400)));
        await SpeakAsync();
        await Eventually.IsTrueAsync("both to hear something", Patience, () => Task.FromResult(callerRtp.Packets > 0 && calledRtp.Packets > 0));
        callerRtp.Forget();
        calledRtp.Forget();
        await SpeakAsync();
        await Eventually.GetAsync("both to hear 20 packets", Patience, () => Task.FromResult((callerRtp.Packets, calledRtp.Packets)), heard => heard == (20, 20));

        // Hold and resume travel the same way.
        var held = await call.ReinviteAsync(SdpText.Audio(callerRtp.Local, "sendonly", 2));
        Assert.Equal("recvonly", SdpText.DirectionOf(held.Body));
        await Eventually.IsTrueAsync("hold music", Patience, () => Task.FromResult(calledRtp.Packets > 20));
        Assert.Equal("sendrecv", SdpText.DirectionOf((await call.ReinviteAsync(SdpText.Audio(callerRtp.Local, "sendrecv", 3))).Body));

        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        await Eventually.GetAsync("the anchor's ports to be free", Patience, () => Task.FromResult(Listening.CountUdp(anchor, anchor + 39)), n => n == 0);
    }
}
