using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Nodes;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Nodes;

/// <summary>An edge is killed under two telephones that talk over it: the other one takes their call.</summary>
[Trait("Clock", "none")]
public sealed class EdgeDeathTests : IAsyncLifetime
{
    private const double TalkSeconds = 6;

    // What lies between is the detection by the cluster, and two windows of 100 ms at each end.
    private const double HeardSeconds = 4;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private LocalCluster? _cluster;

    private LocalCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await LocalCluster.StartAsync(silos: 2, edges: 2);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task TheTelephonesTalkOnOverTheOther_HangingUpWorks_OneEntry_OneRecording()
    {
        await using var alice = await TonePhones.AliceAsync(Cluster.Edges[0].Sip!);
        await using var bob = await TonePhones.BobAsync(Cluster.Edges[0].Sip!);
        var dialled = DateTimeOffset.UtcNow;
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await TalkAsync();
        using var admin = await LocalCluster.SignInAsync(Cluster.Edges[1], "admin@demo.test");

        var killed = DateTimeOffset.UtcNow;
        await Cluster.Edges[0].KillAsync();
        await Eventually.GetAsync("the call at the other edge", Soon, admin.ActiveCallsAsync, calls => calls.Count == 1);
        await TalkAsync();
        await TalkAsync();
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        AssertHeard(alice, TonePhones.BobTone);
        AssertHeard(bob, TonePhones.AliceTone);
        var entry = Assert.Single(await admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(dialled) && entry.EndedAt is not null, Soon));
        Assert.Equal(("answered", "1001", "1002"), (entry.Result?.ToLowerInvariant(), entry.From, entry.To));
        var events = await admin.GetAsync<JsonElement>($"api/v1/call-log/{entry.Id}/events");
        var back = events.EnumerateArray().Where(happened => happened.GetProperty("kind").GetString() == "LegMoved").Select(happened => happened.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Equal(2, back.Count);
        TestContext.Current.SendDiagnosticMessage($"sound again after {(back.Max() - killed).TotalSeconds:F1} s");
        Assert.True(back.Max() - killed < TimeSpan.FromSeconds(8), $"The last leg was back after {back.Max() - killed}.{Environment.NewLine}{Cluster.Seen()}");

        var recording = await admin.WaitForRecordingAsync(entry.Id, Soon);
        var sound = await admin.AudioAsync(recording.Id);
        Assert.Equal((entry.EndedAt!.Value - entry.AnsweredAt!.Value).TotalSeconds, sound.Duration.TotalSeconds, 2.5);
        AssertKept(sound.Left, sound.Rate, TonePhones.AliceTone);
        AssertKept(sound.Right, sound.Rate, TonePhones.BobTone);
    }

    [Fact]
    public async Task WhoHangsUpBeforeAnybodyKnows_IsNotTheOnlyOneWhoIsTold()
    {
        await using var alice = await TonePhones.AliceAsync(Cluster.Edges[0].Sip!);
        await using var bob = await TonePhones.BobAsync(Cluster.Edges[1].Sip!);
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);

        await Cluster.Edges[1].KillAsync();
        await alice.HangUpAsync();

        await bob.WaitForAsync("CALL_CLOSED", Soon);
    }

    private static Task TalkAsync() => Task.Delay(TimeSpan.FromSeconds(TalkSeconds), TestContext.Current.CancellationToken);

    private static void AssertHeard(BaresipPhone phone, double tone)
    {
        var heard = phone.Heard();
        Assert.True(heard.Heard(tone) > TimeSpan.FromSeconds(3 * HeardSeconds - 2), $"{phone.Options.User} wanted {tone} Hz before and after, and heard {heard}");
    }

    private static void AssertKept(short[] samples, int rate, double tone)
    {
        var timeline = ToneTimeline.Of(samples, rate);
        Assert.True(timeline.Heard(tone) > TimeSpan.FromSeconds(3 * HeardSeconds - 4), $"{timeline}");
    }
}
