using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Library;

/// <summary>One user at several pages.</summary>
public sealed class LibraryForkTests(BrowserFixture cluster) : LibraryTest(cluster)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task TwoTabsAndAnotherBrowserRing_OneAnswers_TheOthersStopAtOnce()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var first = await PhoneAsync("agent2", BobTone);
        var second = await PhoneAsync(first.Person, "agent2");
        var elsewhere = await PhoneAsync("agent2", CarolTone);

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync("1002");
        await Task.WhenAll(first.WaitForAsync("incoming", Soon), second.WaitForAsync("incoming", Soon), elsewhere.WaitForAsync("incoming", Soon));
        await second.ClickAsync("Answer");
        var answered = await alice.WaitForAsync("call accept", Soon);
        foreach (var phone in new[] { first, elsewhere })
        {
            var stopped = await phone.WaitForAsync("call cancel", Soon);
            Assert.Equal("answeredElsewhere", stopped.Text("reason"));
            Measured("phone library, from the answer in one page to the end of ringing in another", stopped.At - answered.At);
            Assert.True(stopped.At - answered.At < AtOnce, $"it rang {(stopped.At - answered.At).TotalMilliseconds:0} ms longer");
        }

        await HearEachOtherAsync(alice.Person, second.Person, dialled);
        await second.ClickAsync("Hang up");
        await alice.WaitForAsync("call disconnect", Soon);
    }
}
