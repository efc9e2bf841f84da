using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Voicemail;

/// <summary>A message that is left while the blob store is away: it is in its box all the same, and is heard when the store is back, whether its process lives that long or not.</summary>
public sealed class LateSoundTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    // The edge waits 20 s for the store, a restart takes its time, and a store that is back is asked within the minute.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task WhileTheStoreIsAway_TheMessageIsThere_AndItsSoundComesWhenItIsBack()
    {
        await using var server = await StandaloneServer.StartAsync();
        await using var alice = await TonePhones.AliceAsync(server.Addresses.SipUdp.ToString());
        var store = await SpeakAsync(alice, server);
        await alice.HangUpAsync();
        await alice.WaitForAsync("CALL_CLOSED", Soon);
        var owner = await Http.TokenAsync(server.Addresses.WebUrl, "agent2@demo.test");
        var message = await MessageAsync("the message", server, owner, _ => true);
        Assert.True(message.GetProperty("pending").GetBoolean(), message.ToString());
        Assert.Equal("1001", message.GetProperty("from").GetString());
        Assert.InRange(message.GetProperty("durationSeconds").GetDouble(), 2, 13);

        store.Return();

        await AssertHeardAsync(server, owner, await MessageAsync("its sound", server, owner, found => !found.GetProperty("pending").GetBoolean()), "0 takes interrupted");
    }

    [Fact]
    public async Task ItsProcessIsKilledWhileTheStoreIsAway_AndTheNextOneBringsItsSound()
    {
        await using var server = await StandaloneServer.StartAsync();
        await using var alice = await TonePhones.AliceAsync(server.Addresses.SipUdp.ToString());
        var store = await SpeakAsync(alice, server);

        await server.KillAsync();
        await alice.HangUpAsync();
        store.Return();
        await server.StartAgainAsync();

        var owner = await Http.TokenAsync(server.Addresses.WebUrl, "agent2@demo.test");
        await AssertHeardAsync(server, owner, await MessageAsync("its sound", server, owner, found => found.GetProperty("durationSeconds").GetDouble() >= 2), "1 takes interrupted");
    }

    private static async Task<AbsentStore> SpeakAsync(BaresipPhone alice, StandaloneServer server)
    {
        await alice.DialAsync("*971002");
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        var store = new AbsentStore(server.DataPath);
        // The greeting lasts four to seven seconds; what is said after the tone is the message.
        await Task.Delay(TimeSpan.FromSeconds(14), TestContext.Current.CancellationToken);
        return store;
    }

    private static async Task AssertHeardAsync(StandaloneServer server, string owner, JsonElement message, string takes)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{message}");
        Assert.InRange(message.GetProperty("durationSeconds").GetDouble(), 2, 13);
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", owner) } };
        var sound = WavFile.Read(await http.GetByteArrayAsync(new Uri(server.Addresses.WebUrl, message.GetProperty("audio").GetString()), TestContext.Current.CancellationToken));
        Assert.True(ToneTimeline.Of(sound.Left, sound.Rate).Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"{ToneTimeline.Of(sound.Left, sound.Rate)}");
        var (code, verdict) = await server.AdministerAsync("recordings", "verify", "--all");
        Assert.True(code == 0, verdict);
        Assert.Contains(takes, verdict, StringComparison.Ordinal);
    }

    private static Task<JsonElement> MessageAsync(string what, StandaloneServer server, string owner, Func<JsonElement, bool> isIt) => Eventually.GetAsync(
        what,
        Late,
        async () => (await Http.SendAsync(server.Addresses.WebUrl, HttpMethod.Get, "api/v1/me/voicemail", owner)).Body.GetProperty("items").EnumerateArray().FirstOrDefault(),
        message => message.ValueKind == JsonValueKind.Object && isIt(message));

    /// <summary>The files of the blob store lie elsewhere, and where they were nothing can be written.</summary>
    private sealed class AbsentStore
    {
        private readonly string _place;

        public AbsentStore(string dataPath)
        {
            _place = Path.Combine(dataPath, "blobs");
            Directory.Move(_place, _place + ".away");
            File.WriteAllText(_place, "");
        }

        public void Return()
        {
            File.Delete(_place);
            Directory.Move(_place + ".away", _place);
        }
    }
}
