using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>Who hears whom, told by tones.</summary>
public class MixerTests
{
    private const int Customer = 0;
    private const int Agent = 1;
    private const int Supervisor = 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void InAConferenceOfFiveEachHearsTheFourOthersAndNotItself()
    {
        var room = new Room(5);
        room.Run(Second);
        room.Run(Second);
        for (var listener = 0; listener < 5; listener++)
        {
            Assert.Equal(string.Join(' ', Enumerable.Range(0, 5).Where(n => n != listener)), room.HeardBy(listener));
        }
    }

    [Theory]
    [InlineData(SupervisionMode.Listen, "1", "0", "0 1")]
    [InlineData(SupervisionMode.Whisper, "1", "0 2", "0 1")]
    [InlineData(SupervisionMode.Barge, "1 2", "0 2", "0 1")]
    [InlineData(SupervisionMode.TakeOver, "2", "", "0")]
    public void ASupervisorIsHeardByWhomTheModeSays(SupervisionMode mode, string customer, string agent, string supervisor)
    {
        var room = new Room(3);
        room.Mixer.SetHears(HearingMatrix.Supervision(Customer, Agent, Supervisor, mode));
        room.Run(Second);
        room.Run(Second);
        Assert.Equal((customer, agent, supervisor), (room.HeardBy(Customer), room.HeardBy(Agent), room.HeardBy(Supervisor)));
    }

    [Fact]
    public void AModeThatChangesInMidCallMakesNoClick()
    {
        var room = new Room(3);
        room.Mixer.SetHears(HearingMatrix.Supervision(Customer, Agent, Supervisor, SupervisionMode.Listen));
        room.Run(Second);
        foreach (var mode in new[] { SupervisionMode.Whisper, SupervisionMode.Barge, SupervisionMode.TakeOver, SupervisionMode.Listen })
        {
            room.Mixer.SetHears(HearingMatrix.Supervision(Customer, Agent, Supervisor, mode));
            room.Run(Second);
            AssertNoClick(room[Customer].Heard, mode);
            AssertNoClick(room[Agent].Heard, mode);
            AssertNoClick(room[Supervisor].Heard, mode);
        }
    }

    [Fact]
    public void AMutedMemberHearsAndIsNotHeard_AndNobodyHearsAClick()
    {
        var room = new Room(3);
        room.Run(Second);
        room.Mixer.SetMuted(1, true);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "muted");
        room.Run(Second);
        Assert.Equal(("2", "0 2", "0"), (room.HeardBy(0), room.HeardBy(1), room.HeardBy(2)));
        room.Mixer.SetMuted(1, false);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "heard again");
        room.Run(Second);
        Assert.Equal("1 2", room.HeardBy(0));
    }

    [Fact]
    public void WhoComesIsHeardAndWhoLeavesFades()
    {
        var room = new Room(2);
        room.Run(Second);
        room.Join(2);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "a member came");
        Assert.Equal("1 2", room.HeardBy(0));
        room.Leave(1);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "a member left");
        room.Run(Second);
        Assert.Equal("2", room.HeardBy(0));
        Assert.Equal(2, room.Mixer.Members);
        Assert.True(room.Mixer.Frame(1).IsEmpty);
    }

    [Fact]
    public void WhoTakesTheNumberOfOneWhoLeftIsHeardByThoseWhoHearAll_AndNotByThoseWhoNamedTheOneBefore()
    {
        var room = new Room(3);
        room.Mixer.SetHears(0, 0b100);
        room.Run(Second);
        room.Leave(2);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "a member left");
        room.Join(2);
        room.Run(Second);
        room.Run(Second);
        Assert.Equal(("", "0 2"), (room.HeardBy(0), room.HeardBy(1)));
    }

    [Fact]
    public void AGainMakesAMemberLouderForTheOthers()
    {
        var room = new Room(2);
        room.Run(2 * Second);
        var before = Tone.Rms(room[0].Heard.ToArray());
        room.Mixer.SetGain(1, 2);
        room.Run(Second);
        AssertNoClick(room[0].Heard, "gain");
        room.Run(Second);
        Assert.InRange(Tone.Rms(room[0].Heard.ToArray()) / before, 1.95, 2.05);
    }

    [Fact]
    public void BothLawsAreHeardByBoth()
    {
        var room = new Room(1);
        room.Join(1, PayloadKind.Pcma);
        room.Join(2, PayloadKind.Pcma);
        room.Run(Second);
        room.Run(Second);
        Assert.Equal(("1 2", "0 2", "0 1"), (room.HeardBy(0), room.HeardBy(1), room.HeardBy(2)));
    }

    [Fact]
    public void ListenersWhoHearTheSameShareOneSum()
    {
        var room = new Room(32);
        for (var member = 2; member < 32; member++)
        {
            room[member].Amplitude = 0;
        }

        room.Run(2 * Second);
        Assert.Equal(3, room.Mixer.Mixes);
        Assert.True(room.Mixer.Frame(5).Equals(room.Mixer.Frame(31)));
        Assert.False(room.Mixer.Frame(0).Equals(room.Mixer.Frame(1)));
    }

    [Fact]
    public void ThirtyTwoMembersWhoAllSpeakAreAllHeard()
    {
        var room = new Room(32);
        for (var member = 0; member < 32; member++)
        {
            room[member].Amplitude = 900;
        }

        room.Run(Second);
        room.Run(Second);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 31)), room.HeardBy(31));
        Assert.False(room.Mixer.Add(5, PayloadKind.Pcmu));
        Assert.False(room.Mixer.Add(32, PayloadKind.Pcmu));
    }

    [Fact]
    public void SilenceIsSentToWhomNobodySpeaks()
    {
        var room = new Room(2);
        room[0].Amplitude = room[1].Amplitude = 0;
        room.Run(Second);
        Assert.Equal(8_000, room[0].Heard.Count);
        Assert.Equal(0, Tone.Rms(room[0].Heard.ToArray()));
    }

    [Fact]
    public void AnEntryToneIsHeardByThoseItIsFor()
    {
        var room = new Room(3);
        room[0].Amplitude = room[1].Amplitude = room[2].Amplitude = 0;
        room.Mixer.Play(ConferenceTone.Entry(), 0b011);
        room.Run(Second);
        Assert.True(Tone.Rms(room[0].Heard.ToArray()) > 500);
        Assert.Equal(room[0].Heard, room[1].Heard);
        Assert.Equal(0, Tone.Rms(room[2].Heard.ToArray()));
        room.Run(Second);
        Assert.Equal(0, Tone.Rms(room[0].Heard.ToArray()));
    }

    [Fact]
    public void TheSpeakerIsWhoSpeaksAndNotWhoCoughs()
    {
        var room = new Room(3);
        room[0].Amplitude = room[2].Amplitude = 0;
        room.Run(Second);
        Assert.Equal(1, room.Mixer.Speaker);
        room[2].Amplitude = 15_000;
        room.Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, room.Mixer.Speaker);
        room.Run(Second);
        Assert.Equal(2, room.Mixer.Speaker);
        room[1].Amplitude = room[2].Amplitude = 0;
        room.Run(3 * Second);
        Assert.Equal(-1, room.Mixer.Speaker);
    }

    [Fact]
    public void AHostThatWasStoppedLeavesOutWhatIsOld()
    {
        var mixer = new Mixer(MixerOptions.Default, 0);
        var frames = 0;
        while (mixer.Tick(10 * TimeSpan.TicksPerSecond))
        {
            frames++;
        }

        Assert.Equal(51, frames);
        while (mixer.Tick(10 * TimeSpan.TicksPerSecond + 1_000_000))
        {
            frames++;
        }

        Assert.Equal(56, frames);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(500)]
    [InlineData(1000)]
    public void AHostThatStoodStillForASecond_LeavesOutNoWord(int milliseconds)
    {
        var room = new Room(3);
        room.Run(Second);

        room.StandStill(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(milliseconds * 8, room[1].Heard.Count);
        Assert.Equal("0 2", room.HeardBy(1));
        AssertNoClick(room[1].Heard, $"still for {milliseconds} ms");
        room.Run(Second);
        Assert.Equal("0 2", room.HeardBy(1));
    }

    /// <summary>Tones of at most 600 Hz and 6,000 in all move by less than this from sample to sample; a cut would be a step of thousands.</summary>
    private static void AssertNoClick(List<short> heard, object when)
    {
        for (var i = 1; i < heard.Count; i++)
        {
            Assert.True(Math.Abs(heard[i] - heard[i - 1]) < 2_700, $"{when}: a step from {heard[i - 1]} to {heard[i]} at {i}");
        }
    }
}
