using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>One silo and two edges that carry media: a conference is mixed at the edge of its first member, wherever the others come in.</summary>
public sealed class RoomAcrossEdgesTests
{
    private const double First = 440;
    private const double Second = 700;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task MembersOfTwoEdges_HearEachOther_AndTheLastOneFreesTheMix()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (one, other) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        await using var caller = new TestPhone("1001", await cluster.AddEdgeAsync("one", ("Media:RtpPorts", $"{one}-{one + 39}")));
        await using var guest = new TestPhone("1002", await cluster.AddEdgeAsync("other", ("Media:RtpPorts", $"{other}-{other + 39}")));
        await using var callerRtp = new RtpPort();
        await using var guestRtp = new RtpPort();

        var call = await caller.InviteAsync("4000", SdpText.Audio(callerRtp.Local), timeout: Patience);
        Assert.Equal(200, call.Response.Status);
        var visit = await guest.InviteAsync("4000", SdpText.Audio(guestRtp.Local), timeout: Patience);
        Assert.Equal(200, visit.Response.Status);
        Assert.InRange(call.RemoteRtp.Port, one, one + 39);
        Assert.InRange(visit.RemoteRtp.Port, one, one + 39);
        await Eventually.GetAsync("both to hear each other alone", Patience, SpeakAsync, heard => heard == ("700", "440"));

        // The first one leaves, and the room stays where it is.
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        Assert.Equal(200, (await visit.HangUpAsync()).Status);
        await Eventually.GetAsync("the room's ports to be free", Patience, () => Task.FromResult(Listening.CountUdp(one, one + 39)), n => n == 0);

        async Task<(string Caller, string Guest)> SpeakAsync()
        {
            callerRtp.Forget();
            guestRtp.Forget();
            await Task.WhenAll(callerRtp.SpeakAsync(First, call.RemoteRtp, Talk), guestRtp.SpeakAsync(Second, visit.RemoteRtp, Talk));
            return (HeardTones.Of(callerRtp.HeardSamples(), First, Second), HeardTones.Of(guestRtp.HeardSamples(), First, Second));
        }
    }
}
