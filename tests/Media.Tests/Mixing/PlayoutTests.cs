using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>What a listener hears of a speaker behind a network that loses, delays, doubles and reorders.</summary>
public class PlayoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    [Fact]
    public void OnAGoodNetworkEverySampleIsHeard_AFrameAfterItCame()
    {
        var network = new Network();
        network.Run(Settling);
        var heard = network.Run(10 * Second);
        Assert.True(Tone.Purity(heard, 440) > 0.999, $"purity {Tone.Purity(heard, 440)}");
        Assert.InRange(network.Delay.TotalMilliseconds, 20, 40);
        Assert.Equal((0, 0, 0), (network.Stream.Buffer.Late, network.Stream.Buffer.Concealed, network.Stream.Buffer.Duplicates));
    }

    [Fact]
    public void Rfc3550_5_1_NumbersAndTimestampsWrapWithoutBeingHeard()
    {
        // The network begins a second before both wrap.
        var network = new Network();
        var heard = network.Run(3 * Second);
        Assert.True(Tone.Purity(heard.AsSpan(1_600), 440) > 0.995);
        Assert.Equal((0, 0), (network.Stream.Buffer.Restarts, network.Stream.Buffer.Concealed));
    }

    [Fact]
    public void ALostPacketIsMadeUpFor()
    {
        var network = new Network();
        network.Run(Settling);
        var lost = network.Packets + 20;
        network.Fate = n => n % 20 == lost % 20 ? null : TimeSpan.Zero;
        var heard = network.Run(10 * Second);
        Assert.InRange(network.Stream.Buffer.Concealed, 24, 26);
        Assert.True(Tone.Purity(heard, 440) > 0.98, $"purity {Tone.Purity(heard, 440)}");
        Assert.Equal(0, Silences(heard));
    }

    [Fact]
    public void PacketsThatOvertakeEachOtherArePutInOrder()
    {
        var network = new Network { Fate = static n => TimeSpan.FromMilliseconds(n % 3 == 0 ? 25 : 0) };
        network.Run(Settling);
        var (concealed, late) = (network.Stream.Buffer.Concealed, network.Stream.Buffer.Late);
        var heard = network.Run(10 * Second);
        Assert.True(Tone.Purity(heard, 440) > 0.995, $"purity {Tone.Purity(heard, 440)}");
        Assert.Equal((concealed, late), (network.Stream.Buffer.Concealed, network.Stream.Buffer.Late));
        Assert.InRange(network.Delay.TotalMilliseconds, 25, 55);
    }

    [Fact]
    public void PacketsThatComeTwiceAreHeardOnce()
    {
        var network = new Network { IsDoubled = static n => n % 2 == 0 };
        network.Run(Settling);
        var heard = network.Run(2 * Second);
        Assert.True(Tone.Purity(heard, 440) > 0.999);
        Assert.InRange(network.Stream.Buffer.Duplicates + network.Stream.Buffer.Late, 199, 201);
    }

    [Fact]
    public void TheDelayFollowsTheNetwork_UpAndDownAgain()
    {
        var random = new Random(5);
        var network = new Network();
        network.Run(Settling);
        var calm = network.Delay;
        network.Fate = _ => TimeSpan.FromMilliseconds(random.Next(0, 80));
        network.Run(Settling);
        var heard = network.Run(10 * Second);
        Assert.InRange(network.Delay.TotalMilliseconds, 70, 120);
        Assert.True(Tone.Purity(heard, 440) > 0.9, $"purity {Tone.Purity(heard, 440)}");
        Assert.Equal(0, Silences(heard));
        network.Fate = static _ => TimeSpan.Zero;
        network.Run(2 * Settling);
        Assert.InRange(network.Delay.TotalMilliseconds, 20, calm.TotalMilliseconds + 20);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public void AClockThatDriftsIsFollowed_ForAnHour(double partsPerMillion)
    {
        var network = new Network(partsPerMillion: partsPerMillion);
        network.Run(Settling);
        for (var minute = 0; minute < 60; minute++)
        {
            var heard = network.Run(TimeSpan.FromMinutes(1));
            Assert.InRange(network.Delay.TotalMilliseconds, 10, 60);
            Assert.Equal(0, Silences(heard));
            network.Heard.Clear();
        }

        Assert.Equal(0, network.Stream.Buffer.Restarts);
        Assert.Equal(0, network.Stream.Buffer.Late);
    }

    [Fact]
    public void ABurstOf300MsIsAGapOfNoMoreThanItselfAndThreeFrames_AndTheDelayComesDownAgain()
    {
        var network = new Network();
        network.Run(Settling);
        var first = network.Packets + 1;
        network.Fate = n => TimeSpan.FromMilliseconds(n >= first && n < first + 15 ? 300 - ((n - first) * 20) : 0);
        var heard = network.Run(Second);
        Assert.InRange(Silences(heard), 8, 18);
        network.Run(Settling);
        heard = network.Run(Second);
        Assert.True(Tone.Purity(heard, 440) > 0.99, $"purity {Tone.Purity(heard, 440)}");
        Assert.InRange(network.Delay.TotalMilliseconds, 20, 60);
    }

    [Fact]
    public void APauseIsSilence_AndTheNextWordIsHeardWhole()
    {
        var network = new Network();
        network.Run(Settling);
        network.IsSpeaking = false;
        network.Run(Second);
        Assert.Equal(0, Tone.Rms(network.Run(Second)));
        (network.IsSpeaking, network.IsSpurt) = (true, true);
        var heard = network.Run(Second);
        Assert.InRange(Silences(heard), 1, 3);
        Assert.True(Tone.Purity(heard.AsSpan(800), 440) > 0.99);
        Assert.Equal(0, network.Stream.Buffer.Late);
    }

    [Fact]
    public void AnotherSourceIsHeardAtOnce()
    {
        var network = new Network();
        network.Run(Settling);
        (network.Ssrc, network.Sequence, network.Timestamp) = (77, 12, 34);
        var heard = network.Run(Second);
        Assert.Equal(1, network.Stream.Buffer.Restarts);
        Assert.True(Silences(heard) <= 1);
        Assert.True(Tone.Purity(heard.AsSpan(1_600), 440) > 0.99);
    }

    [Fact]
    public void Rfc3550_A_1_NumbersThatJumpUnderTheSameNameAreASourceThatBeganAnew()
    {
        var network = new Network();
        network.Run(Settling);
        network.Sequence -= 30_000;
        network.Timestamp += 1_000_000;
        var heard = network.Run(Second);
        Assert.Equal(1, network.Stream.Buffer.Restarts);
        Assert.True(Tone.Purity(heard.AsSpan(1_600), 440) > 0.99);
    }

    [Fact]
    public void OnceTheSlotsAreGrownNothingIsAllocated()
    {
        var network = new Network();
        network.Run(Settling);
        var payload = new byte[160];
        var frame = new short[320];
        var (sequence, timestamp, now) = (network.Sequence, network.Timestamp, network.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            now += 200_000;
            timestamp += 160;
            network.Stream.Receive(
                new Media.Rtp.RtpHeader { Sequence = ++sequence, Timestamp = timestamp, Ssrc = network.Ssrc }, Media.Codecs.PayloadKind.Pcmu, payload, now);
            network.Stream.Fill(frame, now + 100_000);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Frames in which nothing is heard.</summary>
    private static int Silences(short[] heard) => heard.Chunk(160).Count(static frame => Tone.Rms(frame) < 100);
}
