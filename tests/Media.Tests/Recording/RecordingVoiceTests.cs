using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Recording;

public sealed class RecordingVoiceTests
{
    private const int Packets = 60;

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(Packets)]
    public void WhatTheLeftPartySaidIsRead_InEitherCodecAndWhereItChanges(int packetsOfOpus)
    {
        var chunk = Record(packetsOfOpus);

        Assert.True(RecordingVoice.TryReadLeft(chunk, out var samples));
        Assert.Equal(Packets * 160, samples.Length);
        AssertTone(440, samples.AsSpan(0, packetsOfOpus * 160));
        AssertTone(1_000, samples.AsSpan(packetsOfOpus * 160));
    }

    [Fact]
    public void ATornChunkIsNotRead()
    {
        var chunk = Record(0);
        chunk[500] ^= 1;

        Assert.False(RecordingVoice.TryReadLeft(chunk, out var samples));
        Assert.Empty(samples);
        Assert.False(RecordingVoice.TryReadLeft([], out _));
    }

    private static void AssertTone(double hertz, ReadOnlySpan<short> heard)
    {
        // A decoder that begins, and one that has heard its last packet, need some milliseconds.
        for (var at = 800; at + 1_600 <= heard.Length; at += 1_600)
        {
            Assert.True(Tone.Purity(heard.Slice(at, 1_600), hertz) > 0.9, $"{hertz} Hz at {at}: {Tone.Purity(heard.Slice(at, 1_600), hertz)}");
        }
    }

    /// <summary>One chunk: a browser says 440 Hz, then a telephone 1,000 Hz on the same side; somebody else speaks on the right all the time.</summary>
    private static byte[] Record(int packetsOfOpus)
    {
        var recorder = new CallRecorder("voice", 0, TimeSpan.FromMilliseconds(300), 0);
        using var browser = new OpusSpeaker(RecordingSide.Left, 440, 0xA11CE);
        var law = new byte[160];
        for (ushort i = 0; i < Packets; i++)
        {
            if (i < packetsOfOpus)
            {
                browser.Say(recorder, i * MediaClock.FrameTicks);
            }
            else
            {
                G711.Encode(PayloadKind.Pcmu, Tone.Make(1_000, 160, position: i * 160), law);
                recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 2, Sequence = i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, law, i * MediaClock.FrameTicks);
            }

            G711.Encode(PayloadKind.Pcmu, Tone.Make(2_000, 160, position: i * 160), law);
            recorder.Write(RecordingSide.Right, new RtpHeader { Ssrc = 3, Sequence = i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, law, i * MediaClock.FrameTicks);
        }

        recorder.Stop(Packets * MediaClock.FrameTicks);
        Assert.True(recorder.TryTake(out var chunk));
        var bytes = chunk!.Bytes.ToArray();
        chunk.Dispose();
        return bytes;
    }
}
