using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Kit;

/// <summary>The telephones without the product: when these fail, the harness is at fault.</summary>
public sealed class BaresipPhoneTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task TwoPhones_HearEachOther_WithoutAnythingBetween()
    {
        await using var alice = await BaresipPhone.StartAsync(new BaresipOptions { User = "alice", Tone = 440 });
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "bob", Tone = 1_000 });

        await alice.DialAsync($"sip:bob@127.0.0.1:{bob.Port}");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(alice.Heard().Heard(1_000) > TimeSpan.FromSeconds(2), $"alice heard {alice.Heard()}");
        Assert.True(bob.Heard().Heard(440) > TimeSpan.FromSeconds(2), $"bob heard {bob.Heard()}");
    }
}
