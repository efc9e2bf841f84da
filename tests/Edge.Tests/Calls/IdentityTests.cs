using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

[Collection(EdgeCollection.Name)]
public sealed class IdentityTests(EdgeFixture fixture)
{
    [Fact]
    public async Task AUsersFromAndAssertedIdentityAreNotBelieved_TheCalledPhoneSeesTheAccount()
    {
        await using var caller = new TestPhone("1001", fixture.Edge.Udp);
        await using var called = new TestPhone("1002", fixture.Edge.Udp);
        await using var rtp = new RtpPort();
        await called.RegisterAsync();

        var calling = caller.InviteAsync("1002", SdpText.Audio(rtp.Local), "P-Asserted-Identity: \"Boss\" <sip:1000@demo.test>\r\nP-Preferred-Identity: <sip:1000@demo.test>\r\n");
        var ringing = await called.ReceiveInviteAsync();

        Assert.Equal("\"Agent One\" <sip:1001@127.0.0.1>", ringing.Invite.Header("From").Split(";tag=")[0]);
        Assert.Empty(ringing.Invite.Headers("P-Asserted-Identity"));
        Assert.Empty(ringing.Invite.Headers("P-Preferred-Identity"));
        await ringing.RefuseAsync(486, "Busy Here");
        Assert.Equal(486, (await calling).Response.Status);
        await called.RegisterAsync(expires: 0);
    }

    [Fact]
    public async Task ATrunksAssertedIdentityIsBelieved_AndNobodyElseMayComeByItsAddress()
    {
        await using var trunk = new TestPhone("573001112233", fixture.Edge.Udp, "127.0.0.2");
        await using var called = new TestPhone("1003", fixture.Edge.Udp);
        await using var rtp = new RtpPort("127.0.0.2");
        await called.RegisterAsync();

        var calling = trunk.InviteAsync("1003", SdpText.Audio(rtp.Local), "P-Asserted-Identity: \"Ana \\\"x\\\"\" <sip:+573009998877@carrier.test>\r\n");
        var ringing = await called.ReceiveInviteAsync();

        Assert.Equal("\"Ana \\\"x\\\"\" <sip:+573009998877@127.0.0.1>", ringing.Invite.Header("From").Split(";tag=")[0]);
        await ringing.RefuseAsync(603, "Decline");
        Assert.Equal(603, (await calling).Response.Status);
        await called.RegisterAsync(expires: 0);
    }

    [Fact]
    public async Task ContactAndTagOfALegNameCallAndLeg()
    {
        await using var caller = new TestPhone("1001", fixture.Edge.Udp);
        await using var called = new TestPhone("1002", fixture.Edge.Udp);
        await using var rtp = new RtpPort();
        await called.RegisterAsync();

        var calling = caller.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        var call = await calling;

        Assert.True(RtcCluster.Edge.Calls.CallNames.TryReadToken(UserOf(call.Response.ContactUri), out var name, out var first));
        Assert.True(RtcCluster.Edge.Calls.CallNames.TryReadToken(UserOf(ringing.Invite.ContactUri), out var same, out var second));
        Assert.Equal((name, 1, 2), (same, first.Number, second.Number));
        Assert.StartsWith($"{name}u1.", call.Response.Tag("To"), StringComparison.Ordinal);
        var bye = ringing.ReceiveAsync("BYE", TimeSpan.FromSeconds(8));
        await call.HangUpAsync();
        await bye;
        await called.RegisterAsync(expires: 0);
    }

    private static string UserOf(string uri) => uri["sip:".Length..uri.IndexOf('@', StringComparison.Ordinal)];
}
