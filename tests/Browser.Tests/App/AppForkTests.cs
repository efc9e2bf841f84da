using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>One user at several pages.</summary>
public sealed class AppForkTests(BrowserFixture cluster) : AppTest(cluster)
{
    // What somebody bears who stands beside the telephone that goes on ringing; a timer or a poll in the way takes longer. What it took is printed.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task TwoTabsAndAnotherBrowserRing_OneAnswers_TheOthersStop()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var first = await PhoneAsync("agent2", BobTone);
        var second = await TabAsync(first.Person);
        var elsewhere = await PhoneAsync("agent2", CarolTone);

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync("1002");
        await Task.WhenAll(first.WaitForAsync("pending", Soon), second.WaitForAsync("pending", Soon), elsewhere.WaitForAsync("pending", Soon));
        var clicked = DateTimeOffset.UtcNow;
        await second.ClickAsync("Answer");
        await alice.WaitForAsync("open", Soon);
        foreach (var phone in new[] { first, elsewhere })
        {
            var stopped = await phone.WaitForAsync("gone", Soon);
            await Assertions.Expect(phone.Page.GetByTestId("farewell")).ToContainTextAsync("Answered on another device");
            Measured("webphone, from the click on Answer in one page to the end of ringing in another", stopped.At - clicked);
            Assert.True(stopped.At - clicked < AtOnce, $"It rang for {(stopped.At - clicked).TotalMilliseconds:0} ms after the click.");
        }

        await HearEachOtherAsync(alice.Person, second.Person, dialled);
        await second.ClickAsync("Hang up");
        await alice.WaitForAsync("gone", Soon);
    }
}
