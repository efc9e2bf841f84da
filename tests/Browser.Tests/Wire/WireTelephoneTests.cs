using System.Net;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Browsers with a real telephone (baresip, G.711): what either says is transcoded.</summary>
public sealed class WireTelephoneTests(BrowserFixture cluster) : WireTest(cluster)
{
    // What the telephone plays is behind what it receives, and what it has not played when the call ends it has not heard.
    private static readonly TimeSpan Listening = Talk + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ABrowserCallsATelephone_BothHear_AndADigitArrives()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        await using var bob = await TelephoneAsync("1002");

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        Measured("browser to telephone, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        var answered = DateTimeOffset.UtcNow;
        await bob.AcceptAsync();
        Measured("browser to telephone, from answer to sound in the browser", await alice.Person.Ear.WaitForAsync(BobTone, dialled, Listening, Soon) - answered);
        Assert.Equal("audio/opus", await alice.CodecAsync(call));
        await alice.SendDigitsAsync(call, "5");
        Assert.Equal("5", (await bob.WaitForAsync("CALL_DTMF_START", Soon)).Parameter);
        await alice.ActAsync("HangUp", call);
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(AliceTone) >= Recorded, $"the telephone heard {bob.Heard()}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded);
    }

    [Fact]
    public async Task ATelephoneCallsABrowser_AndBothHear()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        await using var bob = await TelephoneAsync("1002");

        var dialled = DateTimeOffset.UtcNow;
        await bob.DialAsync("1001");
        var call = await alice.WaitForAnyIncomingAsync(Soon);
        Measured("telephone to browser, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        var answered = DateTimeOffset.UtcNow;
        await alice.AnswerAsync(call);
        Measured("telephone to browser, from answer to sound in the browser", await alice.Person.Ear.WaitForAsync(BobTone, dialled, Listening, Soon) - answered);
        await bob.HangUpAsync();
        await alice.WaitForStateAsync(call, "ended", Soon);
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(AliceTone) >= Recorded, $"the telephone heard {bob.Heard()}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(BobTone, AliceTone, Recorded);
    }

    [Fact]
    public async Task ABrowserPutThroughToATelephone_HasARecordingOfTwoSegments()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var carol = await PhoneAsync("agent3", CarolTone);
        await using var bob = await TelephoneAsync("1002");
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1003", carol);
        await HearEachOtherAsync(alice, carol, dialled);

        var asked = DateTimeOffset.UtcNow;
        await carol.TransferAsync(call, "1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.Person.Ear.WaitForAsync(BobTone, asked, Listening, Soon);
        await alice.ActAsync("HangUp", call);
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        Assert.True(left.Caller.Heard(AliceTone) >= Recorded + Recorded, $"left: {left.Caller}");
        Assert.True(left.Called.Heard(CarolTone) >= Recorded && left.Called.Heard(BobTone) >= Recorded, $"right: {left.Called}");
        var recording = (await Cluster.Admin.WaitForRecordingAsync(call, Soon)).Id;
        Assert.Equal(["audio/ogg", "audio/wav"], (await Cluster.Admin.SegmentsAsync(recording)).Select(static segment => segment.ContentType));
        using var whole = await Cluster.Admin.Http.GetAsync(new Uri($"api/v1/recordings/{recording}/audio", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, whole.StatusCode);
    }

    [Fact]
    public async Task TwoBrowsersAndATelephoneInARoom_HearEachOther()
    {
        const string Room = "4006";
        var alice = await PhoneAsync("agent1", AliceTone);
        var carol = await PhoneAsync("agent3", CarolTone);
        await using var bob = await TelephoneAsync("1002");
        var begin = DateTimeOffset.UtcNow;
        await bob.DialAsync(Room);
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        var first = await alice.DialAsync(Room);
        await alice.Person.Ear.WaitForAsync(BobTone, begin, Listening, Soon);

        var joined = DateTimeOffset.UtcNow;
        var second = await carol.DialAsync(Room);
        await Task.WhenAll(HearsAsync(alice, BobTone, CarolTone), HearsAsync(carol, AliceTone, BobTone));

        var left = DateTimeOffset.UtcNow;
        await alice.ActAsync("HangUp", first);
        await carol.Person.Ear.WaitForAsync(BobTone, left, Listening, Soon);
        await carol.ActAsync("HangUp", second);
        await carol.WaitForStateAsync(second, "ended", Soon);
        await bob.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var heard = bob.Heard();
        Assert.True(heard.Heard(AliceTone) >= Recorded && heard.Heard(CarolTone) >= Recorded, $"the telephone heard {heard}");

        Task HearsAsync(WirePhone who, double one, double other) =>
            who.Person.Ear.WaitForMixAsync(FormattableString.Invariant($"{one} {other}"), [AliceTone, BobTone, CarolTone], joined, Talk, Soon);
    }

    private Task<BaresipPhone> TelephoneAsync(string user) => BaresipPhone.StartAsync(new BaresipOptions { User = user, Tone = BobTone, Registrar = Cluster.Sip });
}
