using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Browsers with each other.</summary>
public sealed class WireCallTests(BrowserFixture cluster) : WireTest(cluster)
{
    [Fact]
    public async Task TwoBarePages_HearEachOther_AndTheRecordingKeepsThemApart()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var bob = await PhoneAsync("agent2", BobTone);

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync("1002");
        await bob.WaitForIncomingAsync(call, Soon);
        Measured("browser to browser, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        var answered = DateTimeOffset.UtcNow;
        await bob.AnswerAsync(call);
        Measured("browser to browser, from answer to sound both ways", await HearEachOtherAsync(alice, bob, dialled) - answered);
        await EndAsync(alice, call, bob);

        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        left.AssertTones(AliceTone, BobTone, Recorded);
        Assert.Equal((call, "1001", "1002"), (left.Entry.Id, left.Entry.From, left.Entry.To));
    }

    [Fact]
    public async Task ACallThatNobodyRecords_IsOpus()
    {
        await Cluster.PutLineAsync("1104", new { name = "Unrecorded", kind = "user", target = "agent4", recording = "never" });
        var alice = await PhoneAsync("agent1", AliceTone);
        var dave = await PhoneAsync("agent4", BobTone);

        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1104", dave);
        await HearEachOtherAsync(alice, dave, dialled);

        Assert.Equal(("audio/opus", "audio/opus"), (await alice.CodecAsync(call), await dave.CodecAsync(call)));
        await EndAsync(dave, call, alice);
    }
}
