using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Recording;

public class RecordingPeaksTests
{
    [Fact]
    public void PeaksShowWhoSpokeWhen_InBothCodecs()
    {
        // 2 s of a browser on the left, then 2 s of a telephone on the right; 8000 of 32768 is 62 of 255.
        var recorder = new CallRecorder("peaks", 0, TimeSpan.FromMilliseconds(300), 0);
        using var browser = new OpusSpeaker(RecordingSide.Left, 440, 0xA11CE);
        var law = new byte[160];
        for (ushort i = 0; i < 200; i++)
        {
            if (i < 100)
            {
                browser.Say(recorder, i * MediaClock.FrameTicks);
            }
            else
            {
                G711.Encode(PayloadKind.Pcmu, Tone.Make(1000, 160, position: i * 160), law);
                recorder.Write(RecordingSide.Right, new RtpHeader { Ssrc = 2, Sequence = i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, law, i * MediaClock.FrameTicks);
            }
        }

        recorder.Stop(200 * MediaClock.FrameTicks);
        var peaks = new RecordingPeaks(RecordingChunkHeader.HashOf("peaks"), 32000, 40);
        var other = new RecordingPeaks(RecordingChunkHeader.HashOf("another"), 32000, 40);
        while (recorder.TryTake(out var chunk))
        {
            peaks.Add(chunk!.Bytes.Span);
            other.Add(chunk.Bytes.Span);
            chunk.Dispose();
        }

        Assert.All(peaks.Left.Skip(3).Take(16), static p => Assert.InRange(p, 50, 80));
        Assert.All(peaks.Left.Skip(20), static p => Assert.Equal(0, p));
        Assert.All(peaks.Right.Take(20), static p => Assert.Equal(0, p));
        Assert.All(peaks.Right.Skip(20), static p => Assert.InRange(p, 60, 63));
        Assert.All(other.Left.Concat(other.Right), static p => Assert.Equal(0, p));
    }
}
