using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Calls between people at the webphone: made, held, transferred, ended.</summary>
public sealed class AppCallTests(BrowserFixture cluster) : AppTest(cluster)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task TwoPeopleTalk_HoldAndHangUp()
    {
        var (alice, bob) = await TwoAsync();

        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync("1002");
        Measured("webphone, from click to ring", (await bob.WaitForAsync("pending", Soon)).At - dialled);
        var answered = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Answer");
        Measured("webphone, from answer to sound both ways", await HearEachOtherAsync(alice.Person, bob.Person, dialled) - answered);

        var held = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Hold");
        await bob.Person.Ear.WaitForOtherAsync(AliceTone, held, Second, Soon);
        var resumed = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Resume");
        await HearEachOtherAsync(alice.Person, bob.Person, resumed);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("gone", Soon);

        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded * 2);
        Assert.Empty(alice.Person.Diary.Errors);
        Assert.Empty(bob.Person.Diary.Errors);
    }

    [Fact]
    public async Task AnAttendedTransfer_ConnectsTheOtherTwo()
    {
        var (alice, bob, carol) = await ThreeAsync();
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);

        await bob.ClickAsync("Transfer");
        await bob.Page.GetByLabel("Transfer to").FillAsync("1003");
        var asked = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Ask first");
        await carol.WaitForAsync("pending", Soon);
        await carol.ClickAsync("Answer");
        await HearEachOtherAsync(bob.Person, carol.Person, asked);
        var connected = DateTimeOffset.UtcNow;
        await bob.Button("Connect both").First.ClickAsync();
        await HearEachOtherAsync(alice.Person, carol.Person, connected);
        await Assertions.Expect(bob.Page.GetByTestId("call")).ToHaveCountAsync(0);

        var over = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Hang up");
        await carol.WaitForAsync("gone", Soon, over);
    }
}
