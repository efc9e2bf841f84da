using System.Net;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>Who hears whom in a call with a third, by the tones that real telephones hear: the four parts of a supervisor and their changes, and a three-way call.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SupervisionTests(ClusterFixture cluster) : IAsyncDisposable
{
    private const double Alice = 440;
    private const double Bob = 700;
    private const double Third = 1_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    // What was on its way when the mode changed is heard before the tone that counts.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(300);
    private readonly List<TestPhone> _phones = [];

    [Fact]
    public async Task ASupervisorListensWhispersTalksAndLeaves_AndTheRecordingIsOfTheTwo()
    {
        var alice = await PhoneAsync("1001");
        var bob = await PhoneAsync("1002");
        var boss = await PhoneAsync("1005");
        await using var toAlice = new RtpPort();
        await using var toBob = new RtpPort();
        await using var toBoss = new RtpPort();
        using var supervisor = await cluster.Server.SignInAsync("supervisor@demo.test");
        using var agent = await cluster.Server.SignInAsync("agent2@demo.test");
        var (call, answered) = await TalkingAsync(alice, "1002", bob, toAlice, toBob);
        var id = await NewestAsync();

        Assert.Equal(403, (await agent.PostAsync($"api/v1/calls/{id}/supervision", new { mode = "listen" })).Status);
        Assert.Equal(404, (await supervisor.PostAsync("api/v1/calls/no-such-call/supervision", new { mode = "listen" })).Status);
        Assert.Equal(204, (await supervisor.PostAsync($"api/v1/calls/{id}/supervision", new { mode = "listen" })).Status);
        var ringing = await boss.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(toBoss.Local));
        var voices = new Voices((toAlice, Alice, call.RemoteRtp), (toBob, Bob, answered.RemoteRtp), (toBoss, Third, ringing.RemoteRtp));

        Assert.Equal(["700", "440", "440 700"], await voices.SpeakAsync());
        // The agent is not told who listens.
        Assert.Equal(2, Assert.Single(await agent.ActiveCallsAsync()).GetProperty("legs").GetArrayLength());
        await ModeAsync("whisper");
        Assert.Equal(["700", "440 1000", "440 700"], await voices.SpeakAsync());
        await ModeAsync("barge");
        Assert.Equal(["700 1000", "440 1000", "440 700"], await voices.SpeakAsync());
        await ModeAsync("listen");
        Assert.Equal(["700", "440", "440 700"], await voices.SpeakAsync());
        await ModeAsync("leave");
        await ringing.ReceiveAsync("BYE", Soon);
        Assert.Equal(["700", "440", ""], await voices.SpeakAsync());

        await call.HangUpAsync();
        await answered.ReceiveAsync("BYE", Soon);
        var recording = await cluster.Admin.WaitForRecordingAsync(id, Soon);
        var sound = await cluster.Admin.AudioAsync(recording.Id);
        Assert.Equal("440", HeardTones.Of(sound.Left, Alice, Bob, Third));
        Assert.Equal("700", HeardTones.Of(sound.Right, Alice, Bob, Third));
        var log = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", entry => entry.Id == id && entry.EndedAt is not null, Soon));
        Assert.Equal("answered", log.Result, ignoreCase: true);

        async Task ModeAsync(string mode) => Assert.Equal(204, (await supervisor.PostAsync($"api/v1/calls/{id}/supervision", new { mode })).Status);
    }

    [Fact]
    public async Task ASupervisorTakesTheCallOver_AndTheAgentIsGone()
    {
        var alice = await PhoneAsync("1001");
        var bob = await PhoneAsync("1002");
        var boss = await PhoneAsync("1005");
        await using var toAlice = new RtpPort();
        await using var toBob = new RtpPort();
        await using var toBoss = new RtpPort();
        using var supervisor = await cluster.Server.SignInAsync("supervisor@demo.test");
        var (call, answered) = await TalkingAsync(alice, "1002", bob, toAlice, toBob);
        var id = await NewestAsync();
        Assert.Equal(204, (await supervisor.PostAsync($"api/v1/calls/{id}/supervision", new { mode = "whisper" })).Status);
        var ringing = await boss.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(toBoss.Local));

        Assert.Equal(204, (await supervisor.PostAsync($"api/v1/calls/{id}/supervision", new { mode = "takeOver" })).Status);

        await answered.ReceiveAsync("BYE", Soon);
        var voices = new Voices((toAlice, Alice, call.RemoteRtp), (toBoss, Third, ringing.RemoteRtp));
        Assert.Equal(["1000", "440"], await voices.SpeakAsync());
        await ringing.HangUpAsync();
        await call.ReceiveByeAsync(Soon);
    }

    [Fact]
    public async Task AThreeWayCall_EachHearsTheTwoOthers_AndTheLastTwoTalkOn()
    {
        var alice = await PhoneAsync("1001");
        var bob = await PhoneAsync("1002");
        var carol = await PhoneAsync("1003");
        await using var toAlice = new RtpPort();
        await using var toBob = new RtpPort();
        await using var toBobAgain = new RtpPort();
        await using var toCarol = new RtpPort();
        using var agent = await cluster.Server.SignInAsync("agent2@demo.test");
        var (call, answered) = await TalkingAsync(alice, "1002", bob, toAlice, toBob);
        var id = await NewestAsync();
        var (consultation, asked) = await TalkingAsync(bob, "1003", carol, toBobAgain, toCarol);
        var second = await NewestAsync();

        Assert.Equal(204, (await agent.PostAsync($"api/v1/calls/{id}/merge", new { consultation = second })).Status);
        await consultation.ReceiveByeAsync(Soon);
        var moved = await asked.ReceiveAsync("INVITE", Soon, SdpText.Audio(toCarol.Local, version: 2));

        var voices = new Voices((toAlice, Alice, call.RemoteRtp), (toBob, Bob, answered.RemoteRtp), (toCarol, Third, SdpText.AudioOf(moved.Body)));
        await voices.SpeakAsync();
        Assert.Equal(["700 1000", "440 1000", "440 700"], await voices.SpeakAsync());
        await answered.HangUpAsync();
        Assert.Equal(["1000", "", "440"], await voices.SpeakAsync());
        await call.HangUpAsync();
        await asked.ReceiveAsync("BYE", Soon);
    }

    /// <summary>The cluster is that of other tests too: nobody stays registered.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.RegisterAsync(0);
            await phone.DisposeAsync();
        }
    }

    private async Task<TestPhone> PhoneAsync(string user)
    {
        var phone = new TestPhone(user, cluster.Server.Addresses.SipUdp);
        _phones.Add(phone);
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        return phone;
    }

    private static async Task<(TestCall Call, IncomingCall Answered)> TalkingAsync(TestPhone from, string number, TestPhone to, RtpPort caller, RtpPort callee)
    {
        var calling = from.InviteAsync(number, SdpText.Audio(caller.Local));
        var ringing = await to.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(callee.Local));
        return (await calling, ringing);
    }

    private async Task<string> NewestAsync()
    {
        var calls = await Eventually.GetAsync("an active call", Soon, cluster.Admin.ActiveCallsAsync, found => found.Count > 0);
        return calls[^1].GetProperty("id").GetString()!;
    }

    /// <summary>Telephones that speak at once, each its own tone, and what each of them heard meanwhile.</summary>
    private sealed class Voices(params (RtpPort Port, double Tone, IPEndPoint To)[] ends)
    {
        public async Task<string[]> SpeakAsync()
        {
            await Task.WhenAll(ends.Select(end => end.Port.SpeakAsync(end.Tone, end.To, Settles)));
            foreach (var end in ends)
            {
                end.Port.Forget();
            }

            await Task.WhenAll(ends.Select(end => end.Port.SpeakAsync(end.Tone, end.To, Talk)));
            return [.. ends.Select(end => HeardTones.Of(end.Port.HeardSamples(), Alice, Bob, Third))];
        }
    }
}
