using System.Text.Json;
using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Browser.Tests.App;

/// <summary>People who see each other at the webphone, through the edge.</summary>
public sealed class AppVideoTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const int Frames = 10;
    private const string Sent = "outbound-rtp";
    private const string Seen = "inbound-rtp";

    [Fact]
    public async Task TwoPeopleSeeEachOther_AndTheSoundIsRecorded()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);

        var shown = DateTimeOffset.UtcNow;
        await alice.ClickAsync("Camera on");
        await SeesAsync(bob);
        Measured("webphone, from the camera's click to ten pictures at the other party", DateTimeOffset.UtcNow - shown);
        await Assertions.Expect(Picture(bob, "own")).ToHaveCountAsync(0);
        await Assertions.Expect(Picture(alice, "own")).ToBeVisibleAsync();
        await HearEachOtherAsync(alice.Person, bob.Person, shown);
        await bob.Page.Keyboard.PressAsync("Alt+v");
        await SeesAsync(alice);
        await SeesAsync(bob);
        await Look.AssertCleanAsync(alice.Page, "a call with pictures", "light", "en");

        // A browser that decodes from the middle of a stream asks for a whole picture, and so does the edge when it connects two.
        var whole = await CountAsync(alice, Sent, "keyFramesEncoded");
        await bob.ClickAsync("Hold");
        await bob.ClickAsync("Resume");
        await Eventually.GetAsync("a whole picture after the hold", Soon, () => CountAsync(alice, Sent, "keyFramesEncoded"), count => count > whole);
        Assert.True(await CountAsync(alice, Sent, "pliCount") > 0);
        var resumed = DateTimeOffset.UtcNow;
        await SeesAsync(bob);

        await alice.ClickAsync("Camera off");
        await Assertions.Expect(Picture(bob, "other")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = (float)Soon.TotalMilliseconds });
        await SeesAsync(alice);
        await HearEachOtherAsync(alice.Person, bob.Person, resumed);
        await bob.ClickAsync("Hang up");
        await alice.WaitForAsync("gone", Soon);

        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded * 2);
        Assert.Empty(alice.Person.Diary.Errors);
        Assert.Empty(bob.Person.Diary.Errors);
    }

    [Fact]
    public async Task WhatIsLostOnTheWayIsAskedForAndSentAgain()
    {
        var (alice, bob) = await TwoAsync();
        await EstablishAsync(alice, "1002", bob);
        await alice.ClickAsync("Camera on");
        await SeesAsync(bob);

        await bob.Network.LoseAsync(10);
        await Eventually.GetAsync("losses that the sender is told of", Soon, () => CountAsync(alice, Sent, "nackCount"), static count => count > 0);
        var before = await CountAsync(bob, Seen, "retransmittedPacketsReceived");
        await Eventually.GetAsync("packets that come again", Soon, () => CountAsync(bob, Seen, "retransmittedPacketsReceived"), count => count > before);
        await bob.Network.RestoreAsync();
        await SeesAsync(bob);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("gone", Soon);
    }

    [Fact]
    public async Task PutThroughToATelephone_TheSoundGoesOnAlone()
    {
        var (alice, bob) = await TwoAsync();
        await using var carol = await BaresipPhone.StartAsync(new BaresipOptions { User = "1003", Tone = CarolTone, Registrar = Cluster.Sip });
        await EstablishAsync(alice, "1002", bob);
        await alice.ClickAsync("Camera on");
        await bob.ClickAsync("Camera on");
        await SeesAsync(alice);
        await SeesAsync(bob);

        await bob.ClickAsync("Transfer");
        await bob.Page.GetByLabel("Transfer to").FillAsync("1003");
        var asked = DateTimeOffset.UtcNow;
        await bob.ClickAsync("Transfer now");
        await carol.WaitForAsync("CALL_INCOMING", Soon);
        await carol.AcceptAsync();
        await alice.Person.Ear.WaitForAsync(CarolTone, asked, Talk + TimeSpan.FromSeconds(1), Soon);
        await Assertions.Expect(Picture(alice, "other")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = (float)Soon.TotalMilliseconds });
        await alice.ClickAsync("Hang up");
        await carol.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(carol.Heard().Heard(AliceTone) >= Recorded, $"the telephone heard {carol.Heard()}");
        Assert.Empty(alice.Person.Diary.Errors);
    }

    [Fact]
    public async Task ACameraInACallToATelephone_ChangesNothingOfTheSound()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = Cluster.Sip });
        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("open", Soon);

        await alice.ClickAsync("Camera on");
        await Assertions.Expect(Picture(alice, "own")).ToBeVisibleAsync();
        await alice.Person.Ear.WaitForAsync(BobTone, DateTimeOffset.UtcNow, Talk + TimeSpan.FromSeconds(1), Soon);
        await Assertions.Expect(Picture(alice, "other")).ToHaveCountAsync(0);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        Assert.True(bob.Heard().Heard(AliceTone) >= Recorded, $"the telephone heard {bob.Heard()}");
        (await Evidence.OfAsync(Cluster.Admin, dialled, Soon)).AssertTones(AliceTone, BobTone, Recorded);
        Assert.Empty(alice.Person.Diary.Errors);
    }

    private static ILocator Picture(AppPhone phone, string whose) => phone.Page.GetByTestId($"picture-{whose}");

    /// <summary>The page shows pictures of some size, and decodes more of them.</summary>
    private static async Task SeesAsync(AppPhone phone)
    {
        await Assertions.Expect(Picture(phone, "other")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Soon.TotalMilliseconds });
        var before = await CountAsync(phone, Seen, "framesDecoded");
        try
        {
            await Eventually.GetAsync($"{Frames} more pictures", Soon, () => CountAsync(phone, Seen, "framesDecoded"), count => count >= before + Frames || (count < before && count >= Frames));
        }
        catch (TimeoutException e)
        {
            // What came, what was lost and what was asked for again tells which side of the way it stopped on.
            throw new TimeoutException($"{e.Message} {await phone.Page.EvaluateAsync<JsonElement>("type => rtcPicture(type)", Seen)}", e);
        }

        Assert.True(await CountAsync(phone, Seen, "frameWidth") > 0);
        Assert.True(await Picture(phone, "other").EvaluateAsync<int>("picture => picture.videoWidth") > 0);
    }

    private static async Task<int> CountAsync(AppPhone phone, string reports, string name)
    {
        var report = await phone.Page.EvaluateAsync<JsonElement>("type => rtcPicture(type)", reports);
        return report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;
    }
}
