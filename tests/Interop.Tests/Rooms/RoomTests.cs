using System.Globalization;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rooms;

/// <summary>Conference rooms as callers meet them: by the tones that real telephones hear, who hears whom. Each test has a room of its own, and nobody registers.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RoomTests(ClusterFixture cluster) : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    // What was on its way when something changed is heard before the tones that count; so is the tone of who comes.
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(400);
    private static readonly double[] Tones = [440, 700, 1_000, 1_300, 1_600];
    private readonly List<TestPhone> _phones = [];
    private readonly List<RtpPort> _ports = [];

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task OfFiveEachHearsTheFourOthers_OneIsMuted_TheSixthIsLockedOut_OneIsRemoved()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var agent = await Http.TokenAsync(Web, "agent2@demo.test");
        string[] numbers = ["1001", "1002", "1003", "1004", "1005"];
        var calls = new List<TestCall>();
        foreach (var number in numbers)
        {
            calls.Add(await DialAsync(number, "4001"));
        }

        var room = await MembersAsync(supervisor, "4001", 5);
        Assert.Equal(["1005"], room.EnumerateArray().Where(member => member.GetProperty("moderator").GetBoolean()).Select(member => member.GetProperty("number").GetString()));
        Assert.Equal(Matrix(5), await SpeakAsync(calls));

        var second = CallOf(room, "1002");
        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{CallOf(room, "1001")}", agent, new { muted = true })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", supervisor, new { muted = true })).Status);
        Assert.Equal(Matrix(5, unheard: 1), await SpeakAsync(calls));
        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", agent, new { muted = false })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", supervisor, new { muted = false })).Status);

        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4001/lock", agent, new { locked = true })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4001/lock", supervisor, new { locked = true })).Status);
        Assert.Equal(403, (await Phone("1001").InviteAsync("4001", SdpText.Audio(Port().Local))).Response.Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/rooms/4001/members/{CallOf(room, "1004")}", supervisor)).Status);
        await calls[3].ReceiveByeAsync(Soon);
        await MembersAsync(supervisor, "4001", 4);
        Assert.Equal(Matrix(5, gone: 3), await SpeakAsync(calls, gone: 3));

        foreach (var call in calls.Where(call => call != calls[3]))
        {
            Assert.Equal(200, (await call.HangUpAsync()).Status);
        }

        await MembersAsync(supervisor, "4001", 0);
        Assert.False((await Http.SendAsync(Web, HttpMethod.Get, "api/v1/rooms/4001", supervisor)).Body.GetProperty("locked").GetBoolean());
    }

    [Fact]
    public async Task ThePinIsAskedForByAVoice_AndItsDigitsLetIn()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var settings = new { name = "Board", pin = "2468", moderatorPin = "97531", maxMembers = 5, language = "en" };
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4002", admin, new { pin = "two" })).Status);
        var (made, body) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4002?version=0", admin, settings);
        Assert.Equal((200, "2468", 1), (made, body.GetProperty("pin").GetString(), body.GetProperty("version").GetInt32()));
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4002?version=0", admin, settings)).Status);
        var seen = (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/rooms/4002", supervisor)).Body;
        Assert.Equal((true, JsonValueKind.Null), (seen.GetProperty("asksPin").GetBoolean(), seen.GetProperty("pin").ValueKind));

        var first = await DialAsync("1001", "4002");
        var waiting = await DialAsync("1002", "4002");
        await Task.WhenAll(Tell(0, first, Talk), Tell(1, waiting, Talk));
        // Neither hears the other before the PIN, but a voice.
        Assert.DoesNotContain("700", HeardTones.Of(_ports[0].HeardSamples(), Tones), StringComparison.Ordinal);
        Assert.True(_ports[0].Heard().Otherwise() > TimeSpan.FromMilliseconds(300), $"the caller heard {_ports[0].Heard()}");
        await MembersAsync(supervisor, "4002", 0);

        await PressAsync(0, first, "2468#");
        await MembersAsync(supervisor, "4002", 1);
        await PressAsync(1, waiting, "97531#");
        var members = await MembersAsync(supervisor, "4002", 2);
        Assert.Equal([false, true], members.EnumerateArray().Select(member => member.GetProperty("moderator").GetBoolean()));
        Assert.Equal(Matrix(2), await SpeakAsync([first, waiting]));

        Assert.Equal(200, (await first.HangUpAsync()).Status);
        Assert.Equal(200, (await waiting.HangUpAsync()).Status);
        await MembersAsync(supervisor, "4002", 0);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/rooms/4002", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/rooms/4002", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/rooms/no-such-room", supervisor)).Status);
        Assert.Equal(
            ["room.delete", "room.delete", "room.save", "room.save", "room.save"],
            (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/audit", admin)).Body.GetProperty("items").EnumerateArray()
                .Where(row => row.GetProperty("target").GetString() == "4002").Select(row => row.GetProperty("action").GetString()).Order());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        foreach (var port in _ports)
        {
            await port.DisposeAsync();
        }
    }

    private static string CallOf(JsonElement members, string number) =>
        members.EnumerateArray().Single(member => member.GetProperty("number").GetString() == number).GetProperty("call").GetString()!;

    // What each of so many hears: the tones of all who are heard, and never its own.
    private static string[] Matrix(int members, int? unheard = null, int? gone = null) =>
        [.. Enumerable.Range(0, members).Select(listener => listener == gone ? "" : string.Join(
            ' ', Enumerable.Range(0, members).Where(other => other != listener && other != unheard && other != gone).Select(other => Tones[other].ToString("0", CultureInfo.InvariantCulture))))];

    private TestPhone Phone(string number)
    {
        var phone = new TestPhone(number, cluster.Server.Addresses.SipUdp);
        _phones.Add(phone);
        return phone;
    }

    private RtpPort Port()
    {
        var port = new RtpPort();
        _ports.Add(port);
        return port;
    }

    private async Task<TestCall> DialAsync(string number, string room)
    {
        var call = await Phone(number).InviteAsync(room, SdpText.Audio(Port().Local));
        Assert.Equal(200, call.Response.Status);
        return call;
    }

    private async Task<JsonElement> MembersAsync(string token, string room, int count) => await Eventually.GetAsync(
        $"{count} in room {room}",
        Soon,
        async () => (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/rooms/{room}", token)).Body.GetProperty("members"),
        members => members.GetArrayLength() == count);

    private Task Tell(int index, TestCall call, TimeSpan time) => _ports[index].SpeakAsync(Tones[index], call.RemoteRtp, time);

    private async Task<string[]> SpeakAsync(List<TestCall> calls, int? gone = null)
    {
        var speaking = Enumerable.Range(0, calls.Count).Where(index => index != gone).ToList();
        await Task.WhenAll(speaking.Select(index => Tell(index, calls[index], Settles)));
        foreach (var port in _ports)
        {
            port.Forget();
        }

        await Task.WhenAll(speaking.Select(index => Tell(index, calls[index], Talk)));
        return [.. Enumerable.Range(0, calls.Count).Select(index => HeardTones.Of(_ports[index].HeardSamples(), Tones))];
    }

    private async Task PressAsync(int index, TestCall call, string digits)
    {
        foreach (var digit in digits)
        {
            await _ports[index].SendDigitAsync("0123456789*#".IndexOf(digit, StringComparison.Ordinal), call.RemoteRtp);
            // A key is a key: the next one is pressed when this one has been let go.
            await Tell(index, call, TimeSpan.FromMilliseconds(100));
        }
    }
}
