using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Rest;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>Calls between real telephones: what each hears, what the recording keeps, what the call log tells.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BaresipCallTests(ClusterFixture cluster)
{
    private const double AliceTone = TonePhones.AliceTone;
    private const double BobTone = TonePhones.BobTone;
    private const double CarolTone = TonePhones.CarolTone;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task EachSideHearsTheOther_TheRecordingKeepsThemApart_TheLogHasOneEntry(string transport)
    {
        var registrar = transport == "tcp" ? cluster.Tcp : cluster.Udp;
        await using var alice = await TonePhones.AliceAsync(registrar, transport);
        await using var bob = await TonePhones.BobAsync(registrar, transport);
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, bob);
        var answered = DateTimeOffset.UtcNow;

        await TalkAsync(5);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var ended = DateTimeOffset.UtcNow;

        AssertHeard(alice, BobTone, 4);
        AssertHeard(bob, AliceTone, 4);
        var entry = await SingleEntryAsync(dialled);
        Assert.Equal("answered", entry.Result, ignoreCase: true);
        Assert.Equal(("1001", "1002"), (entry.From, entry.To));
        AssertClose(dialled, entry.StartedAt, "start");
        AssertClose(answered, entry.AnsweredAt, "answer");
        AssertClose(ended, entry.EndedAt, "end");

        var sound = await RecordingOfAsync(entry);
        Assert.Equal(2, sound.Channels.Count);
        Assert.Equal((entry.EndedAt!.Value - entry.AnsweredAt!.Value).TotalSeconds, sound.Duration.TotalSeconds, 0.6);
        AssertOnly(sound.Left, sound.Rate, AliceTone, 4, "left (the caller)");
        AssertOnly(sound.Right, sound.Rate, BobTone, 4, "right (the callee)");
    }

    [Fact]
    public async Task HoldAndResume_TheHeldSideHearsMusic_ThenTheOtherAgain()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, bob);

        await TalkAsync(3);
        await alice.HoldAsync();
        await TalkAsync(3);
        await alice.ResumeAsync();
        await TalkAsync(3);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        var heard = bob.Heard();
        Assert.True(heard.Heard(AliceTone) > TimeSpan.FromSeconds(4), $"bob heard {heard}");
        Assert.True(heard.Otherwise(AliceTone) > TimeSpan.FromSeconds(1.5), $"no hold music: bob heard {heard}");
        var entry = await SingleEntryAsync(dialled);
        var sound = await RecordingOfAsync(entry);
        var left = ToneTimeline.Of(sound.Left, sound.Rate);
        var right = ToneTimeline.Of(sound.Right, sound.Rate);
        Assert.True(left.Heard(AliceTone) > TimeSpan.FromSeconds(4) && left.Heard(BobTone) == TimeSpan.Zero, $"left: {left}");
        Assert.True(right.Heard(BobTone) > TimeSpan.FromSeconds(4) && right.Heard(AliceTone) == TimeSpan.Zero, $"right: {right}");
    }

    [Fact]
    public async Task BlindTransfer_TheCallerGoesOnWithTheThird()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await using var carol = await TonePhones.CarolAsync(cluster.Udp);
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, bob);
        await TalkAsync(2);

        await bob.TransferAsync("1003");
        await carol.WaitForAsync("CALL_INCOMING", Soon);
        await carol.AcceptAsync();
        await carol.WaitForAsync("CALL_ESTABLISHED", Soon);
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        await TalkAsync(4);
        await alice.HangUpAsync();
        await carol.WaitForAsync("CALL_CLOSED", Soon);

        var heard = alice.Heard();
        Assert.True(heard.Heard(BobTone) > TimeSpan.FromSeconds(1), $"alice heard {heard}");
        Assert.True(heard.Heard(CarolTone) > TimeSpan.FromSeconds(3), $"alice heard {heard}");
        AssertHeard(carol, AliceTone, 3);
        var entry = await SingleEntryAsync(dialled);
        Assert.Equal("answered", entry.Result, ignoreCase: true);
        var sound = await RecordingOfAsync(entry);
        AssertOnly(sound.Left, sound.Rate, AliceTone, 5, "left (the caller)");
        var right = ToneTimeline.Of(sound.Right, sound.Rate);
        Assert.True(right.Heard(BobTone) > TimeSpan.FromSeconds(1) && right.Heard(CarolTone) > TimeSpan.FromSeconds(3), $"right: {right}");
        Assert.Equal(TimeSpan.Zero, right.Heard(AliceTone));
    }

    [Fact]
    public async Task ADigit_ReachesTheOtherTelephone()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await EstablishAsync(alice, bob);
        await TalkAsync(1);

        await alice.SendDigitAsync('5');
        var digit = await bob.WaitForAsync("CALL_DTMF_START", Soon);

        Assert.Equal("5", digit.Parameter);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
    }

    [Fact]
    public async Task ClickToCall_RingsTheOwnTelephoneFirst()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        using var agent = await cluster.Server.SignInAsync("agent1@demo.test");
        var dialled = DateTimeOffset.UtcNow;

        var (status, body) = await agent.PostAsync("api/v1/calls", new { to = "1002" });
        Assert.True(status is 201 or 202, $"{status} {body}");
        await alice.WaitForAsync("CALL_INCOMING", Soon);
        await alice.AcceptAsync();
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await TalkAsync(3);
        await bob.HangUpAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);

        AssertHeard(bob, AliceTone, 2);
        var entry = await SingleEntryAsync(dialled);
        Assert.Equal(("1001", "1002"), (entry.From, entry.To));
    }

    private static async Task EstablishAsync(BaresipPhone caller, BaresipPhone callee)
    {
        await caller.DialAsync(callee.Options.User);
        await callee.WaitForAsync("CALL_INCOMING", Soon);
        await callee.AcceptAsync();
        await callee.WaitForAsync("CALL_ESTABLISHED", Soon);
        await caller.WaitForAsync("CALL_ESTABLISHED", Soon);
    }

    // The one kind of waiting that has no event: people talk, in real time.
    private static Task TalkAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    private static void AssertHeard(BaresipPhone phone, double tone, double seconds)
    {
        var heard = phone.Heard();
        Assert.True(heard.Heard(tone) > TimeSpan.FromSeconds(seconds), $"{phone.Options.User} wanted {seconds} s of {tone} Hz and heard {heard}");
    }

    private static void AssertOnly(short[] samples, int rate, double tone, double seconds, string channel)
    {
        var timeline = ToneTimeline.Of(samples, rate);
        Assert.True(timeline.Heard(tone) > TimeSpan.FromSeconds(seconds), $"{channel}: {timeline}");

        // A window in which the tone begins or ends is neither silence nor a pure tone: a few of them are no leak.
        Assert.True(timeline.Otherwise(tone) <= TimeSpan.FromSeconds(0.4), $"{channel} has more than {tone} Hz: {timeline}");
    }

    private static void AssertClose(DateTimeOffset expected, DateTimeOffset? actual, string what) =>
        Assert.True(actual is { } at && (at - expected).Duration() < TimeSpan.FromSeconds(1), $"{what}: expected about {expected:HH:mm:ss.fff}, the log says {actual:HH:mm:ss.fff}");

    private async Task<CallLogItem> SingleEntryAsync(DateTimeOffset since) =>
        Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(since) && entry.EndedAt is not null, Soon));

    private async Task<WavSound> RecordingOfAsync(CallLogItem entry)
    {
        var recording = await cluster.Admin.WaitForRecordingAsync(entry.Id, Soon);
        return await cluster.Admin.AudioAsync(recording.Id);
    }
}
