using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>What users want done with calls, from the API to the telephones.</summary>
public sealed class ForwardingTests
{
    [Fact]
    public async Task ADeclinedCallRingsWhereItsUserWants_AndABlockedCallerNowhere()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await using var carol = new TestPhone("1003", edge.Udp);
        await using var rtp = new RtpPort();
        await bob.RegisterAsync();
        await carol.RegisterAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent2@demo.test", "demo");
        await session.PutAsync("/api/v1/me/calls", new { forwardBusy = "1003" });

        var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var declined = await bob.ReceiveInviteAsync();
        await declined.RefuseAsync(486, "Busy Here");
        var forwarded = await carol.ReceiveInviteAsync();
        Assert.Contains("1002", forwarded.Invite.Header("Diversion"), StringComparison.Ordinal);
        await forwarded.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);
        await call.HangUpAsync();

        await session.PutAsync("/api/v1/me/calls", new { forwardBusy = "1003", blocked = new[] { "1001" } });
        Assert.Equal(603, (await alice.InviteAsync("1002", SdpText.Audio(rtp.Local))).Response.Status);
    }
}
