using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Rtp;

/// <summary>What was received of one source: extended sequence, loss and jitter. RFC 3550 §6.4.1, A.1, A.3 and A.8.</summary>
/// <remarks>A new SSRC starts the source's figures anew; the totals of the leg go on.</remarks>
internal sealed class InboundStream
{
    /// <summary>RFC 3550 A.1: a step of more than this is a restart, not loss.</summary>
    private const int MaxDropout = 3000;

    /// <summary>RFC 3550 A.1: later than this is a restart, not reordering.</summary>
    private const int MaxMisorder = 100;

    private uint _cycles;
    private ushort _highest;
    private ushort _base;
    private uint _received;
    private uint _expectedPrior;
    private uint _receivedPrior;
    private long _transit;
    private uint _jitter16;
    private int _rate = PayloadKinds.TelephoneRate;
    private bool _any;
    private long _lostBefore;

    public uint Ssrc { get; private set; }

    public bool HasSource => _any;

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long Reordered { get; private set; }

    public long SourceChanges { get; private set; }

    public uint ExtendedHighest => _cycles + _highest;

    /// <summary>Interarrival jitter in units of the stream's clock, as RTCP wants it.</summary>
    public uint Jitter => _jitter16 >> 4;

    /// <summary>The same as a time.</summary>
    public TimeSpan JitterTime => MediaClock.Span(Jitter, _rate);

    /// <summary>Packets missing so far over all sources; never negative for the leg.</summary>
    public long Lost => Math.Max(0, _lostBefore + CurrentLost);

    private long CurrentLost => _any ? (long)(ExtendedHighest - _base + 1) - _received : 0;

    /// <summary>Counts a packet; true when it begins a new source.</summary>
    public bool Receive(in RtpHeader header, int length, PayloadKind kind, long now)
    {
        Packets++;
        Bytes += length;
        var fresh = !_any || header.Ssrc != Ssrc;
        if (fresh)
        {
            if (_any)
            {
                SourceChanges++;
            }

            Restart(header);
        }
        else
        {
            Advance(header);
        }

        _received++;
        if (kind.IsAudio())
        {
            Time(header.Timestamp, kind.ClockRate(), now, fresh);
        }

        return fresh;
    }

    /// <summary>The report block of RFC 3550 §6.4.1 and the start of the next interval.</summary>
    public void Report(out byte fractionLost, out int cumulativeLost)
    {
        var expected = ExtendedHighest - _base + 1;
        var expectedInterval = expected - _expectedPrior;
        var receivedInterval = _received - _receivedPrior;
        _expectedPrior = expected;
        _receivedPrior = _received;
        var lostInterval = (long)expectedInterval - receivedInterval;
        fractionLost = expectedInterval == 0 || lostInterval <= 0 ? (byte)0 : (byte)Math.Min(255, (lostInterval << 8) / expectedInterval);
        cumulativeLost = (int)Math.Clamp(CurrentLost, -0x80_0000, 0x7F_FFFF);
    }

    private void Restart(in RtpHeader header)
    {
        _lostBefore += CurrentLost;
        Ssrc = header.Ssrc;
        _base = _highest = header.Sequence;
        _cycles = 0;
        _received = 0;
        _expectedPrior = 0;
        _receivedPrior = 0;
        _any = true;
    }

    private void Advance(in RtpHeader header)
    {
        var step = (ushort)(header.Sequence - _highest);
        if (step == 0 || step > ushort.MaxValue - MaxMisorder)
        {
            // Late or doubled: counted as received, so a double can hide one loss, as in RFC 3550 A.3.
            Reordered++;
        }
        else if (step < MaxDropout)
        {
            if (header.Sequence < _highest)
            {
                _cycles += 0x1_0000;
            }

            _highest = header.Sequence;
        }
        else
        {
            Restart(header);
        }
    }

    private void Time(uint timestamp, int rate, long now, bool fresh)
    {
        var transit = MediaClock.Units(now, rate) - timestamp;
        if (rate != _rate)
        {
            _rate = rate;
            _jitter16 = 0;
        }
        else if (!fresh)
        {
            // The difference is taken modulo 2^32, as the timestamp wraps; a jump of seconds is a restart, not jitter.
            var difference = Math.Abs((long)(int)(uint)(transit - _transit));
            if (difference < 8L * rate)
            {
                _jitter16 += (uint)difference - ((_jitter16 + 8) >> 4);
            }
        }

        _transit = transit;
    }
}
