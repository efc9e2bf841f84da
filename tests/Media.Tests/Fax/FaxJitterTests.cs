using RtcCluster.Media.Codecs;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Fax;

public class FaxJitterTests
{
    private const int Frame = 160;
    private const int Patience = FaxJitter.Patience / Frame;
    private readonly FaxJitter _jitter = new();

    [Fact]
    public void EveryFrameComesInItsOrder_WhateverTheOrderOfThePackets()
    {
        foreach (var number in (int[])[0, 2, 1, 3, 5, 4])
        {
            Put(number);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], Take());
        Assert.Equal((0, 0, 0), (_jitter.Late, _jitter.Missing, _jitter.Restarts));
    }

    [Fact]
    public void BeforeTheFirstPacket_ThereIsSilence_OneFrameForEachTick()
    {
        Assert.Empty(Take());
        _jitter.Tick();

        Assert.Equal([0], Take());
    }

    [Fact]
    public void WhatIsLate_IsWaitedFor_AndComesWhole()
    {
        Put(0);
        Assert.Equal([1], Take());
        for (var tick = 0; tick < FaxJitter.IdleTicks; tick++)
        {
            _jitter.Tick();
            Assert.Empty(Take());
        }

        for (var number = 1; number <= FaxJitter.IdleTicks; number++)
        {
            Put(number);
        }

        var heard = Take();
        Assert.Equal(FaxJitter.IdleTicks, heard.Count);
        Assert.Equal(Enumerable.Range(2, 20), heard[..20]);
        Assert.Equal(0, _jitter.Missing);
    }

    [Fact]
    public void InPlaceOfWhatIsLost_WhatWasBeforeIsHeardAgain_OnceEnoughCameAfterIt()
    {
        Put(0);
        for (var number = 2; number <= Patience; number++)
        {
            Put(number);
        }

        Assert.Equal([1], Take());
        Put(Patience + 1);

        Assert.Equal([1, 3, 4], Take()[..3]);
        Assert.Equal(Frame, _jitter.Missing);
    }

    [Fact]
    public void OfALongGap_TheRestIsSilence()
    {
        Put(0);
        for (var number = 4; number <= Patience + 4; number++)
        {
            Put(number);
        }

        Assert.Equal([1, 1, 1, 0, 5], Take()[..5]);
        Assert.Equal(3 * Frame, _jitter.Missing);
    }

    [Fact]
    public void WhoSaysNothingForLong_IsSilent_AndTheTimeOfThatIsHeardOnce()
    {
        Put(0);
        _ = Take();
        var silent = 0;
        for (var tick = 0; tick < FaxJitter.IdleTicks + 5; tick++)
        {
            _jitter.Tick();
            silent += Take().Count;
        }

        // The speaker has counted a pause of 7 frames, of which 5 were heard.
        for (var number = 8; number < 8 + Patience + 7; number++)
        {
            Put(number);
        }

        Assert.Equal(5, silent);
        Assert.Equal([0, 0, 9, 10], Take()[..4]);
    }

    [Fact]
    public void WhatComesAfterItsMoment_IsLeftOut()
    {
        Put(1);
        _ = Take();
        Put(0);

        Assert.Equal(1, _jitter.Late);
        Assert.Empty(Take());
    }

    [Fact]
    public void TimestampsMayBeginAnew()
    {
        var start = uint.MaxValue - (2 * Frame) + 1;
        for (var number = 0; number < 5; number++)
        {
            Put(number, start);
        }

        Assert.Equal([1, 2, 3, 4, 5], Take());
    }

    [Fact]
    public void AJumpOfManySeconds_IsAnotherStream()
    {
        Put(0);
        _ = Take();
        Put(9, start: 1_000_000);

        Assert.Equal([10], Take());
        Assert.Equal(1, _jitter.Restarts);
    }

    [Fact]
    public void AnotherSource_BeginsAnew()
    {
        Put(0);
        _ = Take();
        Put(5, ssrc: 2);

        Assert.Equal([6], Take());
        Assert.Equal(1, _jitter.Restarts);
    }

    [Fact]
    public void WhatIsNotG711_IsNotHeard()
    {
        _jitter.Put(new RtpHeader { Timestamp = 0, Ssrc = 1 }, PayloadKind.G722, new byte[Frame]);
        _jitter.Put(new RtpHeader { Timestamp = 0, Ssrc = 1 }, PayloadKind.Pcmu, new byte[9_000]);
        _jitter.Put(new RtpHeader { Timestamp = 0, Ssrc = 1 }, PayloadKind.Pcmu, []);

        Assert.Empty(Take());
    }

    // A frame says its number, as near as µ-law can.
    private void Put(int number, uint start = 0, uint ssrc = 1)
    {
        var payload = new byte[Frame];
        Array.Fill(payload, G711.EncodeMuLaw((short)((number + 1) * 64)));
        _jitter.Put(new RtpHeader { Timestamp = start + (uint)(number * Frame), Ssrc = ssrc, Sequence = (ushort)number }, PayloadKind.Pcmu, payload);
    }

    private List<int> Take()
    {
        var heard = new List<int>();
        var frame = new short[Frame];
        while (_jitter.TryTake(frame))
        {
            Assert.Single(frame.Distinct());
            heard.Add((int)Math.Round(frame[0] / 64.0));
        }

        return heard;
    }
}
