using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Dtmf;

/// <summary>
/// Makes one digit of the many packets of an event: updates, three ends, any of them lost, doubled or late, and segments of
/// long presses. RFC 4733 §2.5.1 and §2.5.2.
/// </summary>
internal sealed class DtmfReceiver
{
    /// <summary>
    /// An event whose end was lost is over when nothing of it came for this long; RFC 4733 §2.5.1.2 wants updates at least every 50 ms
    /// or packet time, so this is several in a row.
    /// </summary>
    private const long Patience = 250 * TimeSpan.TicksPerMillisecond;

    private readonly Queue<DtmfDigit> _digits = new();

    private bool _active;
    private bool _reported;
    private byte _event;
    private uint _timestamp;
    private uint _reportedTimestamp;
    private uint _earlierSegments;
    private ushort _duration;
    private long _lastAt;

    /// <summary>When an event without an end is given up; <see cref="MediaClock.Never"/> when there is none.</summary>
    public long Deadline => _active ? _lastAt + Patience : MediaClock.Never;

    /// <summary>The kind of event that came last: it says how digits are timed.</summary>
    public PayloadKind Kind { get; private set; } = PayloadKind.TelephoneEvent;

    public bool TryTake(out DtmfDigit digit) => _digits.TryDequeue(out digit);

    public void Receive(in TelephoneEvent packet, uint timestamp, PayloadKind kind, long now)
    {
        if (_reported && (int)(timestamp - _reportedTimestamp) <= 0)
        {
            // A second or third end, or a late packet of an event that is over.
            return;
        }

        if (!_active || timestamp != _timestamp)
        {
            if (_active && (int)(timestamp - _timestamp) < 0)
            {
                return;
            }

            Begin(packet, timestamp, kind);
        }

        _duration = Math.Max(_duration, packet.Duration);
        _lastAt = now;
        if (packet.End)
        {
            Finish();
        }
    }

    /// <summary>Ends an event whose end never came.</summary>
    public void Tick(long now)
    {
        if (now >= Deadline)
        {
            Finish();
        }
    }

    /// <summary>The stream began anew: earlier timestamps mean nothing any more.</summary>
    public void Restart()
    {
        if (_active)
        {
            Finish();
        }

        _reported = false;
    }

    private void Begin(in TelephoneEvent packet, uint timestamp, PayloadKind kind)
    {
        // The next segment of a long press begins where the full one ended (RFC 4733 §2.5.1.3).
        var continues = _active && packet.Event == _event && timestamp - _timestamp == ushort.MaxValue && _duration == ushort.MaxValue;
        if (continues)
        {
            _earlierSegments += ushort.MaxValue;
        }
        else
        {
            if (_active)
            {
                Finish();
            }

            _earlierSegments = 0;
        }

        _active = true;
        Kind = kind;
        _event = packet.Event;
        _timestamp = timestamp;
        _duration = 0;
    }

    private void Finish()
    {
        var samples = _earlierSegments + _duration;
        var digit = new TelephoneEvent(_event, true, 0, 0).Digit;
        _active = false;
        _reported = true;
        _reportedTimestamp = _timestamp;
        if (digit != '\0')
        {
            _digits.Enqueue(new DtmfDigit(digit, MediaClock.Span(samples, Kind.ClockRate())));
        }
    }
}
