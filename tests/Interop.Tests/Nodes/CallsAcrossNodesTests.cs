using System.Net;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Metrics;
using RtcCluster.TestKit.Nodes;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Nodes;

/// <summary>A cluster of several processes with real stores: telephones at different edges, and a silo that dies in mid-call.</summary>
[Trait("Clock", "none")]
public sealed class CallsAcrossNodesTests(NodesFixture nodes) : IClassFixture<NodesFixture>
{
    private const double DaveTone = 700;
    private const double TalkSeconds = 5;

    // The tone begins after the answer and ends before the hang-up, and there are windows of 100 ms in which a busy machine's telephones speak late.
    private const double HeardSeconds = 3.5;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task TelephonesAtDifferentEdges_HearEachOther_OneEntry_OneWholeRecording()
    {
        await using var alice = await TonePhones.AliceAsync(nodes.Cluster.Edges[0].Sip!);
        await using var bob = await TonePhones.BobAsync(nodes.Cluster.Edges[1].Sip!);
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, bob, "1002");

        await TalkAsync(TalkSeconds);
        await bob.HangUpAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);

        AssertHeard(alice, TonePhones.BobTone);
        AssertHeard(bob, TonePhones.AliceTone);
        await AssertKeptAsync(dialled, "1001", "1002", TonePhones.AliceTone, TonePhones.BobTone, TalkSeconds);
    }

    [Fact]
    public async Task WhatComesToAnEdgeThatNeverHadTheCall_IsAnsweredByTheOneThatHasIt()
    {
        var (has, other) = (IPEndPoint.Parse(nodes.Cluster.Edges[0].Sip!), IPEndPoint.Parse(nodes.Cluster.Edges[1].Sip!));
        await using var bob = await TonePhones.BobAsync(nodes.Cluster.Edges[0].Sip!);
        await using var caller = new TestPhone("1001", has);
        await using var rtp = new RtpPort();
        var calling = caller.InviteAsync("1002", SdpText.Audio(rtp.Local), timeout: Soon);
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        var call = await calling;
        Assert.Equal(200, call.Response.Status);

        caller.Proxy = other;
        var held = await call.ReinviteAsync(SdpText.Audio(rtp.Local, "sendonly", 2));
        var ended = await call.HangUpAsync();

        Assert.Equal((200, "recvonly", 200), (held.Status, SdpText.DirectionOf(held.Body), ended.Status));
        await bob.WaitForAsync("CALL_CLOSED", Soon);
    }

    [Fact]
    public async Task ASiloIsKilledInTheCall_TheCallGoesOn_HangingUpWorks_EntryAndRecordingAreWhole()
    {
        var cluster = nodes.Cluster;
        await using var carol = await TonePhones.CarolAsync(cluster.Edges[0].Sip!);
        await using var dave = await BaresipPhone.StartAsync(new BaresipOptions { User = "1004", Tone = DaveTone, Registrar = cluster.Edges[1].Sip });
        var before = await CallsMadeAsync(cluster);
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(carol, dave, "1004");

        await TalkAsync(TalkSeconds);
        var after = await CallsMadeAsync(cluster);
        var owner = Enumerable.Range(0, cluster.Silos.Count).Single(i => after[i] > before[i]);
        await AssertToldAsync(cluster.Silos[owner].Name);
        await cluster.Silos[owner].KillAsync();
        await TalkAsync(TalkSeconds);
        await carol.HangUpAsync();
        await dave.WaitForAsync("CALL_CLOSED", Soon);

        AssertHeard(carol, DaveTone, 2 * HeardSeconds);
        AssertHeard(dave, TonePhones.CarolTone, 2 * HeardSeconds);
        await AssertKeptAsync(dialled, "1003", "1004", TonePhones.CarolTone, DaveTone, 2 * TalkSeconds);
    }

    [Fact]
    public async Task AdministratorsSeeWhoIsAMember_AndNothingThatIsNotInMemory()
    {
        using var admin = await LocalCluster.SignInAsync(nodes.Cluster.Edges[1], "admin@demo.test");

        var members = await admin.GetAsync<JsonElement>("api/v1/cluster/members");
        var nowhere = await admin.GetAsync<JsonElement>("api/v1/cluster/owner?kind=queue&name=no-such-queue");

        Assert.Contains(("edge1", "edge"), members.EnumerateArray().Select(member => (member.GetProperty("name").GetString(), member.GetProperty("role").GetString())));
        Assert.Equal(JsonValueKind.Null, nowhere.GetProperty("member").ValueKind);
    }

    // The edge that has no part in the call is asked, as an administrator would.
    private async Task AssertToldAsync(string silo)
    {
        using var admin = await LocalCluster.SignInAsync(nodes.Cluster.Edges[1], "admin@demo.test");
        var call = Assert.Single(await admin.ActiveCallsAsync()).GetProperty("id").GetString();
        var owner = await admin.GetAsync<JsonElement>($"api/v1/cluster/owner?kind=call&name={call}");
        Assert.Equal(silo, owner.GetProperty("member").GetString());
    }

    private static async Task EstablishAsync(BaresipPhone caller, BaresipPhone callee, string number)
    {
        await caller.DialAsync(number);
        await callee.WaitForAsync("CALL_INCOMING", Soon);
        await callee.AcceptAsync();
        await callee.WaitForAsync("CALL_ESTABLISHED", Soon);
        await caller.WaitForAsync("CALL_ESTABLISHED", Soon);
    }

    // The one kind of waiting that has no event: people talk, in real time.
    private static Task TalkAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    // How many calls each silo has held: the one whose number grew holds the call.
    private static async Task<double[]> CallsMadeAsync(LocalCluster cluster)
    {
        using var http = new HttpClient();
        var made = new double[cluster.Silos.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var metrics = new PrometheusText(await http.GetStringAsync(new Uri(cluster.Silos[i].Web, "metrics")));
            made[i] = metrics.Sum("orleans_catalog_activation_created_total", "grain_type=\"call\"");
        }

        return made;
    }

    private static void AssertHeard(BaresipPhone phone, double tone, double seconds = HeardSeconds)
    {
        var heard = phone.Heard();
        Assert.True(heard.Heard(tone) > TimeSpan.FromSeconds(seconds), $"{phone.Options.User} wanted {seconds} s of {tone} Hz and heard {heard}");
    }

    private async Task AssertKeptAsync(DateTimeOffset dialled, string from, string to, double left, double right, double talked)
    {
        // Asked of the edge that does not carry the call's sound.
        using var admin = await LocalCluster.SignInAsync(nodes.Cluster.Edges[1], "admin@demo.test");
        var entry = Assert.Single(await admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(dialled) && entry.EndedAt is not null, Soon));
        Assert.Equal(("answered", from, to), (entry.Result?.ToLowerInvariant(), entry.From, entry.To));

        var recording = await admin.WaitForRecordingAsync(entry.Id, Soon);
        var sound = await admin.AudioAsync(recording.Id);
        Assert.Equal((entry.EndedAt!.Value - entry.AnsweredAt!.Value).TotalSeconds, sound.Duration.TotalSeconds, 1.5);
        AssertKept(sound.Left, sound.Rate, left, talked, "left (the caller)");
        AssertKept(sound.Right, sound.Rate, right, talked, "right (the callee)");
    }

    private static void AssertKept(short[] samples, int rate, double tone, double talked, string channel)
    {
        var timeline = ToneTimeline.Of(samples, rate);
        Assert.True(timeline.Heard(tone) > TimeSpan.FromSeconds(talked * HeardSeconds / TalkSeconds), $"{channel}: {timeline}");
    }
}
