using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Library;

/// <summary>Calls with the buttons of a page: made, held, transferred, ended.</summary>
public sealed class LibraryCallTests(BrowserFixture cluster) : LibraryTest(cluster)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task TwoPeopleTalk_HoldAndHangUp()
    {
        var (alice, bob) = await TwoAsync();

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync("1002");
        var rung = await bob.WaitForAsync("incoming", Soon);
        Measured("phone library, from click to ring", rung.At - dialled);
        var answered = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Answer");
        Measured("phone library, from answer to sound both ways", await HearEachOtherAsync(alice.Person, bob.Person, dialled) - answered);

        var held = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Hold");
        await bob.Person.Ear.WaitForOtherAsync(AliceTone, held, Second, Soon);
        var resumed = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Resume");
        await HearEachOtherAsync(alice.Person, bob.Person, resumed);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("call disconnect", Soon);

        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded * 2);
        Assert.Empty(alice.Person.Diary.Errors);
        Assert.Empty(bob.Person.Diary.Errors);
    }

    [Fact]
    public async Task ABlindTransfer_LeavesTheCallerWithTheThird()
    {
        var (alice, bob, carol) = await ThreeAsync();
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);

        await bob.Page.GetByLabel("Number").FillAsync("1003");
        var transferred = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Transfer");
        await carol.WaitForAsync("incoming", Soon);
        await carol.ClickAsync("Answer");
        await HearEachOtherAsync(alice.Person, carol.Person, transferred);
        await bob.WaitForAsync("call disconnect", Soon);
        await carol.ClickAsync("Hang up");
        await alice.WaitForAsync("call disconnect", Soon);

        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        Assert.True(left.Caller.Heard(AliceTone) >= Recorded * 2, $"left: {left.Caller}");
        Assert.True(left.Called.Heard(BobTone) >= Recorded && left.Called.Heard(CarolTone) >= Recorded && left.Called.Heard(AliceTone) == TimeSpan.Zero, $"right: {left.Called}");
    }
}
