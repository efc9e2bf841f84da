using RtcCluster.Media.Codecs;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Fax;

public class FaxJitterTests
{
    private const int Frame = 160;
    private const int Delay = FaxJitter.Delay / Frame;
    private readonly FaxJitter _jitter = new();

    [Fact]
    public void EverySampleComesAtItsPlace_WhateverTheOrder()
    {
        foreach (var number in (int[])[0, 2, 1, 3, 5, 4])
        {
            Put(number);
        }

        // The fixed delay is silence.
        Assert.All(Take(Delay), frame => Assert.Equal(0, frame));
        Assert.Equal([1, 2, 3, 4, 5, 6], Take(6));
        Assert.Equal((0, FaxJitter.Delay), (_jitter.Late, _jitter.Missing));
    }

    [Fact]
    public void WhatIsLostIsSilence_AndNothingMoves()
    {
        Put(0);
        Put(1);
        Put(3);

        Assert.Equal([1, 2, 0, 4], Take(Delay + 4)[Delay..]);
    }

    [Fact]
    public void WhatComesLateIsLeftOut()
    {
        Put(0);
        _ = Take(Delay + 2);
        Put(1);

        Assert.Equal(1, _jitter.Late);
    }

    [Fact]
    public void TimestampsMayBeginAnew()
    {
        var start = uint.MaxValue - (2 * Frame) + 1;
        for (var i = 0; i < 5; i++)
        {
            Put(i, start);
        }

        Assert.Equal([1, 2, 3, 4, 5], Take(Delay + 5)[Delay..]);
    }

    [Fact]
    public void ADelayThatHasGrown_IsMadeAnewAtOnce()
    {
        for (var i = 0; i < 30; i++)
        {
            Put(i);
        }

        Assert.Equal(1, _jitter.Restarts);
        Assert.InRange(Take(Delay + 1)[^1], 1, 30);
    }

    [Fact]
    public void AnotherSource_BeginsAnew()
    {
        Put(0);
        _ = Take(1);
        Put(5, ssrc: 2);

        Assert.Equal(6, Take(Delay + 1)[^1]);
        Assert.Equal(1, _jitter.Restarts);
    }

    [Fact]
    public void WhatIsNotG711_IsNotHeard()
    {
        _jitter.Put(new RtpHeader { Timestamp = 0, Ssrc = 1 }, PayloadKind.G722, new byte[Frame]);

        Assert.All(Take(Delay + 1), frame => Assert.Equal(0, frame));
    }

    // A frame says its number, as near as µ-law can.
    private void Put(int number, uint start = 0, uint ssrc = 1)
    {
        var payload = new byte[Frame];
        Array.Fill(payload, G711.EncodeMuLaw((short)((number + 1) * 64)));
        _jitter.Put(new RtpHeader { Timestamp = start + (uint)(number * Frame), Ssrc = ssrc, Sequence = (ushort)number }, PayloadKind.Pcmu, payload);
    }

    private List<int> Take(int frames)
    {
        var heard = new List<int>();
        var frame = new short[Frame];
        for (var i = 0; i < frames; i++)
        {
            _jitter.Take(frame);
            Assert.Single(frame.Distinct());
            heard.Add((int)Math.Round(frame[0] / 64.0));
        }

        return heard;
    }
}
