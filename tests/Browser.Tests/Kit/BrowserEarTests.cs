using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Kit;

/// <summary>The judges themselves: the microphone is the tone, and the ear hears what a connection brings, without the product in between.</summary>
public sealed class BrowserEarTests(BrowserFixture cluster) : BrowserTest(cluster)
{
    // The page's own two ends: what one sends, the other receives.
    private const string Loop = """
        async () => {
          const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
          one.onicecandidate = found => found.candidate && other.addIceCandidate(found.candidate);
          other.onicecandidate = found => found.candidate && one.addIceCandidate(found.candidate);
          other.ontrack = got => { const sink = new Audio(); sink.srcObject = new MediaStream([got.track]); sink.play(); window.sink = sink; };
          const sound = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
          one.addTrack(sound.getAudioTracks()[0], sound);
          await one.setLocalDescription();
          await other.setRemoteDescription(one.localDescription);
          await other.setLocalDescription();
          await one.setRemoteDescription(other.localDescription);
        }
        """;

    [Fact]
    public async Task TheEarHearsTheOwnToneOfABrowser_AndNoOther()
    {
        var alice = await PersonAsync("alice", AliceTone);
        var page = await alice.NewPageAsync();
        await page.GotoAsync("healthz/live");
        var since = DateTimeOffset.UtcNow;

        await page.EvaluateAsync(Loop);
        await alice.Ear.WaitForAsync(AliceTone, since, TimeSpan.FromSeconds(1), Soon);

        Assert.Equal(TimeSpan.Zero, alice.Ear.Since(since).Heard(BobTone));
    }

    [Fact]
    public async Task WithoutNetworkNothingIsHeard_UntilItIsBack()
    {
        var alice = await PersonAsync("alice", AliceTone);
        var page = await alice.NewPageAsync();
        var network = await PageNetwork.OfAsync(page);
        await page.GotoAsync("healthz/live");
        await page.EvaluateAsync(Loop);
        await alice.Ear.WaitForAsync(AliceTone, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1), Soon);

        await network.CutAsync();
        var cut = DateTimeOffset.UtcNow;
        await alice.Ear.WaitForSilenceAsync(cut, TimeSpan.FromSeconds(1), Soon);
        await network.RestoreAsync();
        var back = DateTimeOffset.UtcNow;
        await alice.Ear.WaitForAsync(AliceTone, back, TimeSpan.FromSeconds(1), Soon);
    }
}
