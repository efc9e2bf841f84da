using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Rooms;

/// <summary>Conference rooms as callers meet them: by the tones that real telephones hear, who hears whom. Each test has a room of its own, and nobody registers.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RoomTests(ClusterFixture cluster) : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private readonly RoomPhones _phones = new(cluster.Server.Addresses);

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
            calls.Add(await _phones.DialAsync(number, "4001"));
        }

        var room = await _phones.MembersAsync(supervisor, "4001", 5);
        Assert.Equal(["1005"], room.EnumerateArray().Where(member => member.GetProperty("moderator").GetBoolean()).Select(member => member.GetProperty("number").GetString()));
        Assert.Equal(RoomPhones.Matrix(5), await _phones.SpeakAsync());

        var second = CallOf(room, "1002");
        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{CallOf(room, "1001")}", agent, new { muted = true })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", supervisor, new { muted = true })).Status);
        Assert.Equal(RoomPhones.Matrix(5, unheard: 1), await _phones.SpeakAsync());
        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", agent, new { muted = false })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/rooms/4001/members/{second}", supervisor, new { muted = false })).Status);

        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4001/lock", agent, new { locked = true })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4001/lock", supervisor, new { locked = true })).Status);
        await using var unheard = new RtpPort();
        Assert.Equal(403, (await _phones.Phone("1001").InviteAsync("4001", SdpText.Audio(unheard.Local))).Response.Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/rooms/4001/members/{CallOf(room, "1004")}", supervisor)).Status);
        await calls[3].ReceiveByeAsync(Soon);
        await _phones.MembersAsync(supervisor, "4001", 4);
        Assert.Equal(RoomPhones.Matrix(5, gone: 3), await _phones.SpeakAsync(gone: 3));

        foreach (var call in calls.Where(call => call != calls[3]))
        {
            Assert.Equal(200, (await call.HangUpAsync()).Status);
        }

        await _phones.MembersAsync(supervisor, "4001", 0);
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

        var first = await _phones.DialAsync("1001", "4002");
        var waiting = await _phones.DialAsync("1002", "4002");
        await Task.WhenAll(_phones.TellAsync(0), _phones.TellAsync(1));
        // Neither hears the other before the PIN, but a voice.
        Assert.DoesNotContain("700", _phones.Heard(0), StringComparison.Ordinal);
        Assert.True(_phones[0].Heard().Otherwise() > TimeSpan.FromMilliseconds(300), $"the caller heard {_phones[0].Heard()}");
        await _phones.MembersAsync(supervisor, "4002", 0);

        await _phones.PressAsync(0, "2468#");
        await _phones.MembersAsync(supervisor, "4002", 1);
        await _phones.PressAsync(1, "97531#");
        var members = await _phones.MembersAsync(supervisor, "4002", 2);
        Assert.Equal([false, true], members.EnumerateArray().Select(member => member.GetProperty("moderator").GetBoolean()));
        Assert.Equal(RoomPhones.Matrix(2), await _phones.SpeakAsync());

        Assert.Equal(200, (await first.HangUpAsync()).Status);
        Assert.Equal(200, (await waiting.HangUpAsync()).Status);
        await _phones.MembersAsync(supervisor, "4002", 0);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/rooms/4002", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/rooms/4002", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/rooms/no-such-room", supervisor)).Status);
        Assert.Equal(
            ["room.delete", "room.delete", "room.save", "room.save", "room.save"],
            (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/audit", admin)).Body.GetProperty("items").EnumerateArray()
                .Where(row => row.GetProperty("target").GetString() == "4002").Select(row => row.GetProperty("action").GetString()).Order());
    }

    public ValueTask DisposeAsync() => _phones.DisposeAsync();

    private static string CallOf(JsonElement members, string number) =>
        members.EnumerateArray().Single(member => member.GetProperty("number").GetString() == number).GetProperty("call").GetString()!;
}
