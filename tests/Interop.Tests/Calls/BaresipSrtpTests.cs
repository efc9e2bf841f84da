using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A real telephone with SRTP over TLS (RFC 4568) and one with plain RTP over UDP.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BaresipSrtpTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("srtp-mand", true)]
    [InlineData("srtp", false)]
    public async Task BothHearEachOther(string encryption, bool calls)
    {
        await using var alice = await BaresipPhone.StartAsync(
            new BaresipOptions { User = "1001", Tone = TonePhones.AliceTone, Registrar = cluster.Tls, Transport = "tls", Encryption = encryption });
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var (caller, callee) = calls ? (alice, bob) : (bob, alice);
        await caller.DialAsync(callee.Options.User);
        await callee.WaitForAsync("CALL_INCOMING", Soon);
        await callee.AcceptAsync();
        await callee.WaitForAsync("CALL_ESTABLISHED", Soon);
        await caller.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED", Soon);

        AssertHeard(alice, TonePhones.BobTone);
        AssertHeard(bob, TonePhones.AliceTone);
    }

    private static void AssertHeard(BaresipPhone phone, double tone)
    {
        var heard = phone.Heard();
        Assert.True(heard.Heard(tone) > TimeSpan.FromSeconds(3), $"{phone.Options.User} wanted 3 s of {tone} Hz and heard {heard}");
    }
}
