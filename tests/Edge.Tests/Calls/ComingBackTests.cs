using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>A telephone that no other edge can reach loses its edge, and comes back by registering at the next one.</summary>
public sealed class ComingBackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task OneBehindANat_IsAskedByTheWayThatItRegistersBy_AndTalksOn()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var dead = await cluster.AddEdgeAsync("first");
        await using var caller = new TestPhone("1001", dead);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        var (call, ringing) = await TalkAsync();
        var alive = await cluster.AddEdgeAsync("second");
        caller.Proxy = alive;
        Assert.True(CallNames.TryReadToken(call.Response.ContactUri.Split(':', '@')[1], out var name, out _), call.Response.ContactUri);

        // Where it was seen nobody is any more: what its router let through was bound to the edge that died.
        await cluster.LoseAsync("first", new CallId(new TenantId("demo"), name));
        var offer = await call.ReceiveAsync("INVITE", Patience, SdpText.Audio(callerRtp.Local));
        await using var after = Hidden(alive);
        Assert.Equal(200, (await after.RegisterAsync()).Status);
        var asked = await after.ReceiveInviteAsync(rings: false, timeout: Patience);

        Assert.Equal((ringing.CallId, ringing.Tag("From")), (asked.Invite.CallId, asked.Invite.Tag("From")));
        Assert.NotEmpty(asked.Invite.Tag("To"));
        Assert.True(asked.Invite.CSeq.Number > 2_000, asked.Invite.StartLine);
        await asked.AnswerAsync(SdpText.Audio(calledRtp.Local));
        await Eventually.GetAsync("both to hear each other", Patience, async () =>
        {
            callerRtp.Forget();
            calledRtp.Forget();
            await Task.WhenAll(
                callerRtp.SpeakAsync(440, SdpText.AudioOf(offer.Body), TimeSpan.FromMilliseconds(200)),
                calledRtp.SpeakAsync(1000, SdpText.AudioOf(asked.Invite.Body), TimeSpan.FromMilliseconds(200)));
            return (callerRtp.Packets, calledRtp.Packets);
        }, heard => heard is ( >= 8, >= 8));

        var bye = asked.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;

        async Task<(TestCall Call, SipText Ringing)> TalkAsync()
        {
            await using var before = Hidden(dead);
            Assert.Equal(200, (await before.RegisterAsync()).Status);
            var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
            var ringing = await before.ReceiveInviteAsync(timeout: Patience);
            await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
            return (await calling, ringing.Invite);
        }
    }

    private static TestPhone Hidden(System.Net.IPEndPoint edge) => new("1002", edge) { ContactAddress = "192.168.7.5:5060" };
}
