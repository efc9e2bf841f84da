using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>1002 is called by 1001, asks 1003 on a second line and brings the two together by REFER with Replaces. RFC 5589 §7.</summary>
public sealed class AttendedTransferTests : IAsyncLifetime
{
    private const int Shards = 2;
    private static readonly TenantId Demo = new("demo");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Dictionary<string, TestPhone> _phones = [];
    private readonly Dictionary<string, RtpPort> _sounds = [];
    private EdgeUnderTest _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeUnderTest.StartAsync(("Sip:Shards", $"{Shards}"));
        foreach (var number in new[] { "1001", "1002", "1003", "1004" })
        {
            _phones[number] = new TestPhone(number, _edge.Udp);
            _sounds[number] = new RtpPort();
            Assert.Equal(200, (await _phones[number].RegisterAsync()).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones.Values)
        {
            await phone.DisposeAsync();
        }

        foreach (var sound in _sounds.Values)
        {
            await sound.DisposeAsync();
        }

        await _edge.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task TheTwoHearEachOther_WhateverShardsTheirDialogsLiveIn(int callShard, int consultationShard)
    {
        var call = await CallAsync("1001", "1002", callShard);
        var consultation = await CallAsync("1002", "1003", consultationShard);

        Assert.Equal(202, (await call.Called.SendAsync("REFER", ReferTo("1003", consultation.Caller.Replaces))).Status);
        var moved = await consultation.Called.ReceiveAsync("INVITE", Patience, Sdp("1003", 2));
        Assert.Contains("SIP/2.0 100", (await call.Called.ReceiveAsync("NOTIFY", Patience)).Body, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 200", (await call.Called.ReceiveAsync("NOTIFY", Patience)).Body, StringComparison.Ordinal);
        await call.Called.ReceiveAsync("BYE", Patience);
        await consultation.Caller.ReceiveByeAsync(Patience);

        await HearEachOtherAsync(("1001", call.Caller.RemoteRtp), ("1003", SdpText.AudioOf(moved.Body)));
        Assert.Equal(1, _edge.Metric("rtc_legs_handed_over{taken}"));

        // The dialog goes on wherever its call lives now.
        Assert.Equal("recvonly", SdpText.DirectionOf((await HoldAsync(consultation.Called, "1003")).Body));
        var bye = call.Caller.ReceiveByeAsync(Patience);
        Assert.Equal(200, (await consultation.Called.HangUpAsync()).Status);
        await bye;
        await NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    public async Task AReferOnTheSecondLine_BringsTheTwoTogetherInTheFirst(int callShard, int consultationShard)
    {
        var call = await CallAsync("1001", "1002", callShard);
        var consultation = await CallAsync("1002", "1003", consultationShard);

        Assert.Equal(202, (await consultation.Caller.SendAsync("REFER", ReferTo("1001", call.Called.Replaces))).Status);
        var moved = await consultation.Called.ReceiveAsync("INVITE", Patience, Sdp("1003", 2));
        await consultation.Caller.ReceiveAsync("NOTIFY", Patience);
        Assert.Contains("SIP/2.0 200", (await consultation.Caller.ReceiveAsync("NOTIFY", Patience)).Body, StringComparison.Ordinal);
        await consultation.Caller.ReceiveByeAsync(Patience);
        await call.Called.ReceiveAsync("BYE", Patience);

        await HearEachOtherAsync(("1001", call.Caller.RemoteRtp), ("1003", SdpText.AudioOf(moved.Body)));
        var bye = consultation.Called.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.Caller.HangUpAsync()).Status);
        await bye;
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task ALegThatHasComeOver_GoesOverOnceMore()
    {
        var first = await CallAsync("1004", "1001", 0);
        var call = await CallAsync("1001", "1002", 1);
        var consultation = await CallAsync("1002", "1003", 0);
        await call.Called.SendAsync("REFER", ReferTo("1003", consultation.Caller.Replaces));
        var over = await consultation.Called.ReceiveAsync("INVITE", Patience, Sdp("1003", 2));
        await consultation.Caller.ReceiveByeAsync(Patience);

        // A leg whose new offer is not answered yet goes nowhere: who asks for it then is told to ask again (491).
        await HearEachOtherAsync(("1001", call.Caller.RemoteRtp), ("1003", SdpText.AudioOf(over.Body)));
        Assert.Equal(202, (await first.Called.SendAsync("REFER", ReferTo("1003", call.Caller.Replaces))).Status);
        var moved = await consultation.Called.ReceiveAsync("INVITE", Patience, Sdp("1003", 3));

        await HearEachOtherAsync(("1004", first.Caller.RemoteRtp), ("1003", SdpText.AudioOf(moved.Body)));
        Assert.Equal(2, _edge.Metric("rtc_legs_handed_over{taken}"));
        var bye = first.Caller.ReceiveByeAsync(Patience);
        Assert.Equal(200, (await consultation.Called.HangUpAsync()).Status);
        await bye;
    }

    [Fact]
    public async Task ATelephoneThatRefusesTheNewMedia_LeavesNobodyInSilence()
    {
        var call = await CallAsync("1001", "1002", 0);
        var consultation = await CallAsync("1002", "1003", 1);

        await call.Called.SendAsync("REFER", ReferTo("1003", consultation.Caller.Replaces));
        await consultation.Called.RefuseAsync("INVITE", 488, "Not Acceptable Here", Patience);

        await consultation.Called.ReceiveAsync("BYE", Patience);
        await call.Caller.ReceiveByeAsync(Patience);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task ADialogThatIsNotOurs_OrNotTheTransferors_ChangesNothing()
    {
        var call = await CallAsync("1001", "1002", 0);
        var consultation = await CallAsync("1002", "1003", 1);

        Assert.Equal(501, (await call.Called.SendAsync("REFER", ReferTo("1003", "nobody%3Bto-tag%3D1%3Bfrom-tag%3D2"))).Status);
        Assert.Equal(400, (await call.Called.SendAsync("REFER", ReferTo("1003", "broken"))).Status);
        Assert.Equal(403, (await call.Called.SendAsync("REFER", ReferTo("1003", consultation.Called.Replaces))).Status);

        Assert.Equal(200, (await call.Caller.HangUpAsync()).Status);
        Assert.Equal(200, (await consultation.Caller.HangUpAsync()).Status);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task ASecondLineThatStillRings_IsNoPartnerYet()
    {
        var call = await CallAsync("1001", "1002", 0);
        var asking = _phones["1002"].InviteAsync("1003", Sdp("1002"));
        var ringing = await _phones["1003"].ReceiveInviteAsync(timeout: Patience);
        var early = await _phones["1002"].Sip.ReceiveAsync("a 180", message => message.Status == 180, Patience);
        var replaces = Uri.EscapeDataString($"{early.CallId};to-tag={early.Tag("To")};from-tag={early.Tag("From")}");

        Assert.Equal(491, (await call.Called.SendAsync("REFER", ReferTo("1003", replaces))).Status);

        await ringing.RefuseAsync(486, "Busy Here");
        Assert.Equal(486, (await asking).Response.Status);
        Assert.Equal(200, (await call.Caller.HangUpAsync()).Status);
    }

    [Fact]
    public async Task ALegThatNobodyComesFor_IsHungUp()
    {
        var call = await CallAsync("1001", "1002", 0);
        var id = _edge.Edge.CallsOf(Demo, 10).Single();
        var taken = _edge.Edge.Apply(new CallBatch(id, 1, 1_000_000, [new SendDigits(LegId.First, "")])).TakenThrough;

        _edge.Edge.Apply(new CallBatch(id, 1, taken + 1, [new ParkLeg(new LegId(2), new CallId(Demo, "nobody"))]));

        await call.Called.ReceiveAsync("BYE", Patience);
        Assert.Equal(1, _edge.Metric("rtc_legs_handed_over{abandoned}"));
    }

    [Fact]
    public async Task ALegThatNobodyGivesUp_IsNotWaitedForForever()
    {
        var id = new CallId(Demo, "nobody");
        _edge.Edge.Apply(new CallBatch(id, 1, 1, [new TakeLeg(new LegId(3), new NamedLeg(id, new LegId(2)))]));
        Assert.Equal(1, _edge.Metric("rtc_calls_active"));

        await NothingIsLeftAsync();
        Assert.Equal(1, _edge.Metric("rtc_legs_handed_over{late}"));
    }

    private static string ReferTo(string number, string replaces) =>
        $"Contact: <sip:1002@127.0.0.1>\r\nRefer-To: <sip:{number}@demo.test?Replaces={replaces}>\r\n";

    private string Sdp(string number, int version = 1) => SdpText.Audio(_sounds[number].Local, version: version);

    private async Task<(TestCall Caller, IncomingCall Called)> CallAsync(string from, string to, int shard)
    {
        var calling = _phones[from].InviteAsync(to, Sdp(from), callId: SipShards.OwnCallId(shard, Shards, $"{TestPhone.NewId()}x"));
        var ringing = await _phones[to].ReceiveInviteAsync(timeout: Patience);
        await ringing.AnswerAsync(Sdp(to));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);
        return (call, ringing);
    }

    private async Task<SipText> HoldAsync(IncomingCall call, string number) =>
        await call.SendAsync("INVITE", $"Contact: <{_phones[number].Contact}>\r\nContent-Type: application/sdp\r\n", SdpText.Audio(_sounds[number].Local, "sendonly", 3));

    private async Task HearEachOtherAsync((string Number, IPEndPoint To) one, (string Number, IPEndPoint To) other)
    {
        var (first, second) = (_sounds[one.Number], _sounds[other.Number]);
        Task SpeakAsync(double lower, double higher) => Task.WhenAll(
            first.SpeakAsync(lower, one.To, TimeSpan.FromMilliseconds(800)),
            second.SpeakAsync(higher, other.To, TimeSpan.FromMilliseconds(800)));

        // The answer to the re-INVITE and what is spoken are on their way at the same time: the first packets may be earlier.
        await SpeakAsync(440, 1000);
        await Eventually.IsTrueAsync("both to hear something", Patience, () => Task.FromResult(first.Packets > 0 && second.Packets > 0));
        await SpeakAsync(600, 1500);
        await Eventually.IsTrueAsync(
            "both to hear the other for 300 ms",
            Patience,
            () => Task.FromResult(first.Heard().Heard(1500) > TimeSpan.FromMilliseconds(300) && second.Heard().Heard(600) > TimeSpan.FromMilliseconds(300)));
    }

    private async Task NothingIsLeftAsync()
    {
        foreach (var gauge in new[] { "rtc_calls_active", "rtc_legs_active", "rtc_media_ports_in_use", "rtc_media_calls_active" })
        {
            await Eventually.GetAsync($"{gauge} to be 0", Patience, () => Task.FromResult(_edge.Metric(gauge)), value => value == 0);
        }
    }
}
