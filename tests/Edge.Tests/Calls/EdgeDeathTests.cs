using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Two edges, of which one is said to be gone in the middle of a call; it lives on and does not know, as one does that was paused.</summary>
public sealed class EdgeDeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task TheNextEdgeTakesTheTelephones_WhichTalkOn_AndTheDeadOneSaysNothing()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (first, second) = (FreePorts.TakeRun(40), FreePorts.TakeRun(40));
        var dead = await cluster.AddEdgeAsync("first", ("Media:RtpPorts", $"{first}-{first + 39}"));
        await using var caller = new TestPhone("1001", dead);
        await using var called = new TestPhone("1002", dead);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        Assert.Equal(200, (await called.RegisterAsync()).Status);
        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var ringing = await called.ReceiveInviteAsync(timeout: Patience);
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        var call = await calling;
        Assert.InRange(call.RemoteRtp.Port, first, first + 39);
        Assert.True(CallNames.TryReadToken(call.Response.ContactUri.Split(':', '@')[1], out var name, out _), call.Response.ContactUri);
        var id = new CallId(new TenantId("demo"), name);

        // It is started when the call goes on already: nothing but the call's own state can lead there.
        var alive = await cluster.AddEdgeAsync("second", ("Media:RtpPorts", $"{second}-{second + 39}"));
        caller.Proxy = called.Proxy = alive;
        await cluster.LoseAsync("first", id);
        var offers = await Task.WhenAll(
            OfferAsync(() => call.ReceiveAsync("INVITE", Patience, SdpText.Audio(callerRtp.Local))),
            OfferAsync(() => ringing.ReceiveAsync("INVITE", Patience, SdpText.Audio(calledRtp.Local))));

        Assert.All(offers, offer => Assert.InRange(SdpText.AudioOf(offer.Body).Port, second, second + 39));
        Assert.All(offers, offer => Assert.Equal(alive, IPEndPoint.Parse(offer.ContactUri.Split('@')[1])));
        Assert.All(offers, offer => Assert.True(offer.CSeq.Number > 1_000, offer.StartLine));
        await Eventually.GetAsync("both to hear each other", Patience, async () =>
        {
            callerRtp.Forget();
            calledRtp.Forget();
            await Task.WhenAll(
                callerRtp.SpeakAsync(440, SdpText.AudioOf(offers[0].Body), TimeSpan.FromMilliseconds(200)),
                calledRtp.SpeakAsync(1000, SdpText.AudioOf(offers[1].Body), TimeSpan.FromMilliseconds(200)));
            return (callerRtp.Packets, calledRtp.Packets);
        }, heard => heard is ( >= 8, >= 8));

        // A digit that the dead edge still hears is news of a call that it does not own: it forgets the call, and nobody hears a word of it.
        await Eventually.IsTrueAsync("the dead edge to let go", Patience, async () =>
        {
            await callerRtp.SendDigitAsync(5, call.RemoteRtp);
            return cluster.CallsOf("first").Count == 0;
        });
        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        Assert.EndsWith(alive.ToString(), (await bye).Header("Via").Split(';')[0], StringComparison.Ordinal);
        await Eventually.GetAsync("the ports of both to be free", Patience, () => Task.FromResult(Listening.CountUdp(first, first + 39) + Listening.CountUdp(second, second + 39)), n => n == 0);

        // Nobody may take the end of the dead edge's take for one that was meant: the other one's begins later.
        var entry = await Eventually.GetAsync(
            "the recording to be over",
            Patience,
            async () => (await cluster.Services.GetRequiredService<IRecordingQuery>().ListAsync(new RecordingFilter { TenantId = "demo" })).Items.SingleOrDefault(),
            recording => recording is { EndedAt: not null });
        var verdict = await Eventually.GetAsync(
            "both takes to be stored",
            Patience,
            () => cluster.Services.GetRequiredService<RecordingVerifier>().VerifyAsync(entry!.BlobPrefix, entry.Id, ct: TestContext.Current.CancellationToken),
            static found => found is { Takes: 2, Faults.IsEmpty: true });
        Assert.Equal((1, RecordingState.Partial), (verdict.InterruptedTakes, entry!.State));
    }

    // On a busy machine the first INVITE comes twice, and the second one is still there to be read.
    private static async Task<SipText> OfferAsync(Func<Task<SipText>> receive)
    {
        var offer = await receive();
        return offer.CSeq.Number == 1 ? await OfferAsync(receive) : offer;
    }
}
