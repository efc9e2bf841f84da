using System.Net;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>A server whose libopus is gone: what was recorded in Opus before is served as it is, and cannot be looked into.</summary>
public sealed class WireWithoutOpusTests(BrowserFixture cluster) : WireTest(cluster)
{
    [Fact]
    public async Task ARecordingInOpusIsStillHeard_AndItsWaveformIs501()
    {
        await using var server = await StandaloneServer.StartAsync("--Media:WebRtcTcp", "false");
        var alice = await PhoneAsync(server, "agent1", AliceTone);
        var bob = await PhoneAsync(server, "agent2", BobTone);
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice, bob, dialled);
        await EndAsync(alice, call, bob);
        string recording;
        using (var admin = await server.SignInAsync("admin@demo.test"))
        {
            recording = (await admin.WaitForRecordingAsync(call, Soon)).Id;
        }

        // A file of that name that is no library is found first, and ends the search.
        using var folder = TempFolder.Create("no-opus");
        await File.WriteAllTextAsync(folder.At("libopus.so.0"), "nothing", TestContext.Current.CancellationToken);
        await server.StopAsync();
        await server.StartAgainAsync(new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = folder.Path });
        using var again = await server.SignInAsync("admin@demo.test");
        using var peaks = await again.Http.GetAsync(new Uri($"api/v1/recordings/{recording}/peaks", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotImplemented, peaks.StatusCode);
        Assert.Contains("no-opus", await peaks.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var audio = await again.Http.GetAsync(new Uri($"api/v1/recordings/{recording}/audio", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "audio/ogg"), (audio.StatusCode, audio.Content.Headers.ContentType?.MediaType));
        Assert.Equal("OggS"u8.ToArray(), (await audio.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..4]);
    }

    private async Task<WirePhone> PhoneAsync(StandaloneServer server, string user, double tone)
    {
        var person = await PersonAsync(user, tone, web: server.Addresses.WebUrl);
        using var session = await server.SignInAsync($"{user}@demo.test");
        return await WirePhone.OpenAsync(person, session.Token, $"{user}-no-opus");
    }
}
