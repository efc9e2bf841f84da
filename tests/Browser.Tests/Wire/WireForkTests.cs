using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>One user at several pages.</summary>
public sealed class WireForkTests(BrowserFixture cluster) : WireTest(cluster)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task TwoTabsAndAnotherBrowserRing_OneAnswers_TheOthersStopAtOnce()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        var first = await PhoneAsync("agent2", BobTone, "first-tab");
        var second = await PhoneAsync(first.Person, "agent2", "second-tab");
        var elsewhere = await PhoneAsync("agent2", CarolTone, "another-browser");

        var dialled = DateTimeOffset.UtcNow;
        var call = await alice.DialAsync("1002");
        await Task.WhenAll(new[] { first, second, elsewhere }.Select(phone => phone.WaitForIncomingAsync(call, Soon)));
        await second.AnswerAsync(call);
        var answered = await second.WaitForAsync("its own answer", told => told.Name == "answering", Soon);
        foreach (var phone in new[] { first, elsewhere })
        {
            var ended = await phone.WaitForStateAsync(call, "ended", Soon);
            Assert.Equal("answeredElsewhere", ended.Card.GetProperty("end").GetProperty("reason").GetString());
            var stopped = ended.At - answered.At;
            Measured("from the answer in one page to the end of ringing in another", stopped);
            Assert.True(stopped < AtOnce, $"it rang {stopped.TotalMilliseconds:0} ms longer");
        }

        await HearEachOtherAsync(alice, second, dialled);
        await EndAsync(second, call, alice);
    }
}
