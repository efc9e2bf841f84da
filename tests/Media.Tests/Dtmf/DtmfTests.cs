using CsCheck;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Signals;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Dtmf;

public class DtmfTests
{
    private const byte Five = 5;

    /// <summary>A key press as Chromium sends it: 4 updates and 3 ends (facts/rtc.md 1.1), minus the packets named.</summary>
    private static void Press(CallBench bench, byte number = Five, bool marker = true, params int[] lost)
    {
        var timestamp = bench.Alice.Timestamp;
        for (var i = 0; i < 7; i++)
        {
            var packet = bench.Alice.Event(number, i >= 4, Math.Min(i + 1, 5) * 160, timestamp, marker && i == 0);
            if (!lost.Contains(i))
            {
                bench.Send(A, packet);
            }

            bench.Advance(MediaClock.FrameTicks);
        }

        bench.Alice.Timestamp += 7 * 160;
    }

    [Fact]
    public void OnePressIsOneDigit()
    {
        var bench = Talking();
        Press(bench);
        var effect = Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.Dtmf);
        Assert.Equal(new DtmfDigit('5', TimeSpan.FromMilliseconds(100)), effect.Digit);
        Assert.Equal(A, effect.Leg);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 4, 5 })]
    [InlineData(new[] { 0, 1, 2, 3, 6 })]
    [InlineData(new[] { 4, 5, 6 })]
    public void OnePressIsOneDigit_WhateverIsLost(int[] lost)
    {
        var bench = Talking();
        Press(bench, marker: false, lost: lost);
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.Equal("5", bench.Digits(A));
    }

    [Fact]
    public void TheSameKeyTwiceIsTwoDigits_AndAllKeysAreKnown()
    {
        var bench = Talking();
        Press(bench);
        Press(bench);
        for (byte i = 0; i <= 16; i++)
        {
            Press(bench, i);
        }

        Assert.Equal("550123456789*#ABCD!", bench.Digits(A));
    }

    [Fact]
    public void AnEventThatIsNoKeyIsNoDigit()
    {
        var bench = Talking();
        Press(bench, 36);
        Assert.Equal(string.Empty, bench.Digits(A));
    }

    [Fact]
    public void ANewKeyEndsOneWhoseEndsWereAllLost()
    {
        var bench = Talking();
        Press(bench, 1, lost: [4, 5, 6]);
        Press(bench, 2);
        Assert.Equal("12", bench.Digits(A));
    }

    [Fact]
    public void Rfc4733_2_5_1_3_ALongPressInSegmentsIsOneDigit()
    {
        var bench = Talking();
        var timestamp = bench.Alice.Timestamp;
        for (var duration = 160; duration <= ushort.MaxValue; duration += 800)
        {
            bench.Send(A, bench.Alice.Event(Five, false, duration, timestamp));
            bench.Advance(100 * TimeSpan.TicksPerMillisecond);
        }

        bench.Send(A, bench.Alice.Event(Five, false, ushort.MaxValue, timestamp));
        timestamp += ushort.MaxValue;
        bench.Send(A, bench.Alice.Event(Five, false, 800, timestamp));
        for (var i = 0; i < 3; i++)
        {
            bench.Send(A, bench.Alice.Event(Five, true, 1600, timestamp));
        }

        var digit = Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.Dtmf).Digit;
        Assert.Equal('5', digit.Digit);
        Assert.Equal((65535 + 1600) / 8.0, digit.Duration.TotalMilliseconds, 1.0);
    }

    [Fact]
    public void DigitsAreRelayedWithThePeersNumberAndTimestamps()
    {
        var bench = new CallBench();
        bench.Bob.EventPayloadType = 96;
        bench.Call("0 101", "0 96");
        bench.Run(TimeSpan.FromMilliseconds(100), A);
        Press(bench);
        bench.Run(TimeSpan.FromMilliseconds(100), A);

        bench.Bob.AssertContinuous();
        var events = bench.Bob.Headers().Where(static h => h.PayloadType == 96).ToList();
        Assert.Equal(7, events.Count);
        Assert.Single(events.Select(static h => h.Timestamp).Distinct());
        Assert.Equal([true, false, false, false, false, false, false], events.Select(static h => h.Marker));
        var voice = bench.Bob.Headers().Where(static h => h.PayloadType == 0).ToList();
        Assert.Equal(5u * 160, events[0].Timestamp - voice[0].Timestamp);
        Assert.Equal(12u * 160, voice[5].Timestamp - voice[0].Timestamp);
    }

    [Fact]
    public void AListenerWithoutEventsHearsTones()
    {
        var bench = Talking("0 101", "0");
        Press(bench);
        bench.Run(TimeSpan.FromMilliseconds(300));
        bench.Bob.AssertContinuous();
        var audio = bench.Bob.Audio();
        Assert.True(Tone.Purity(audio.AsSpan(0, 800), 770) > 0.45);
        Assert.True(Tone.Purity(audio.AsSpan(0, 800), 1336) > 0.45);
        Assert.Equal(0, Tone.Rms(audio.AsSpan(800)));
    }

    [Fact]
    public void SendDigitsMakesEventsThatWeReadBack()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromMilliseconds(200), A, B);
        var before = bench.Bob.Heard.Count;
        bench.Media.SendDigits(B, "12#x", bench.Now);
        bench.Run(TimeSpan.FromSeconds(1), A, B);

        bench.Bob.AssertContinuous();
        var events = bench.Bob.Heard.Skip(before).Where(static p => (p[1] & 0x7F) == 101).ToList();
        Assert.Equal(24, events.Count);
        var one = events.Take(8).Select(static p => TelephoneEvent.TryRead(p.AsSpan(12), out var e) ? e : default).ToList();
        Assert.Equal([160, 320, 480, 640, 800, 800, 800, 800], one.Select(static e => (int)e.Duration));
        Assert.Equal([false, false, false, false, false, true, true, true], one.Select(static e => e.End));
        Assert.Equal(1, bench.Count(MediaEffectKind.DigitsSent, B));
        Assert.Equal(1, bench.Media.Statistics(B)!.BadDigits);

        // Played to another call, they are the same digits.
        var other = Talking();
        foreach (var packet in events)
        {
            other.Send(A, packet);
        }

        Assert.Equal("12#", other.Digits(A));
    }

    [Fact]
    public void VoiceWaitsWhileDigitsAreSent()
    {
        var bench = Talking();
        bench.Media.SendDigits(B, "1", bench.Now);
        bench.Run(TimeSpan.FromMilliseconds(140), A);
        Assert.All(bench.Bob.Headers(), static h => Assert.Equal(101, h.PayloadType));
        bench.Run(TimeSpan.FromMilliseconds(100), A);
        Assert.Equal(0, bench.Bob.Headers()[^1].PayloadType);
    }

    [Fact]
    public void EventsAreReadAsTheyAreWritten() =>
        Gen.Select(Gen.Byte, Gen.Bool, Gen.Byte[0, 63], Gen.UShort).Sample(
            static (number, end, volume, duration) =>
            {
                var value = new TelephoneEvent(number, end, volume, duration);
                Span<byte> bytes = stackalloc byte[4];
                value.Write(bytes);
                return TelephoneEvent.TryRead(bytes, out var read) && read == value && !TelephoneEvent.TryRead(bytes[..3], out _);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 1000);

    [Fact]
    public void AnyOrderAndLossOfAPressGivesAtMostOneDigit() =>
        Gen.Shuffle(Enumerable.Range(0, 7).ToArray()).Select(Gen.Int[0, 7]).Sample(
            static (order, kept) =>
            {
                var bench = Talking();
                var packets = Enumerable.Range(0, 7).Select(i => bench.Alice.Event(Five, i >= 4, Math.Min(i + 1, 5) * 160, bench.Alice.Timestamp)).ToList();
                foreach (var i in order.Take(kept))
                {
                    bench.Send(A, packets[i]);
                }

                bench.Run(TimeSpan.FromMilliseconds(300));
                return bench.Digits(A) == (kept == 0 ? string.Empty : "5");
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300);
}
