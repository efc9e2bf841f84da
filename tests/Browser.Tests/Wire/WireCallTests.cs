using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Browsers with each other.</summary>
public sealed class WireCallTests(BrowserFixture cluster) : WireTest(cluster)
{
    [Fact]
    public async Task TwoBarePages_HearEachOther_AndTheRecordingKeepsThemApart()
    {
        var (alice, bob) = await TwoAsync();

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync("1002");
        await bob.WaitForIncomingAsync(call, Soon);
        Measured("browser to browser, from dialling to ringing", DateTimeOffset.UtcNow - dialled);
        var answered = DateTimeOffset.UtcNow;
        await bob.AnswerAsync(call);
        Measured("browser to browser, from answer to sound both ways", await HearEachOtherAsync(alice, bob, dialled) - answered);
        Assert.Equal(("audio/opus", "audio/opus"), (await alice.CodecAsync(call), await bob.CodecAsync(call)));
        await EndAsync(alice, call, bob);

        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        left.AssertTones(AliceTone, BobTone, Recorded);
        Assert.Equal((call, "1001", "1002"), (left.Entry.Id, left.Entry.From, left.Entry.To));
        await AssertServedAsOggAsync((await Cluster.Admin.WaitForRecordingAsync(call, Soon)).Id);
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

    private async Task AssertServedAsOggAsync(string recording)
    {
        var http = Cluster.Admin.Http;
        var audio = $"api/v1/recordings/{recording}/audio";
        Assert.Equal("audio/ogg", Assert.Single(await Cluster.Admin.SegmentsAsync(recording)).ContentType);
        using var part = new HttpRequestMessage(HttpMethod.Get, audio) { Headers = { Range = new RangeHeaderValue(0, 3) } };
        using var answer = await http.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/ogg", "OggS"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()));
        using var beyond = await http.GetAsync(new Uri($"{audio}?segment=1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, beyond.StatusCode);
        var peaks = await http.GetFromJsonAsync<JsonElement>(new Uri($"api/v1/recordings/{recording}/peaks", UriKind.Relative));
        foreach (var channel in (string[])["left", "right"])
        {
            Assert.Equal(1_000, peaks.GetProperty(channel).GetArrayLength());
            Assert.Contains(peaks.GetProperty(channel).EnumerateArray(), static peak => peak.GetInt32() > 10);
        }
    }
}
