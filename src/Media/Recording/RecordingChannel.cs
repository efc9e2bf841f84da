using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Recording;

/// <summary>
/// Says where in the recording a packet belongs: by its RTP timestamp, tied to the arrival clock. Neither arrival order nor
/// loss, silence suppression, a new SSRC or a jumping timestamp moves the channel against the other one.
/// </summary>
/// <remarks>
/// The lead of a packet is its place minus its arrival, in samples; of all packets of 5 s the one that travelled fastest has the
/// greatest. It shows the phone's clock against ours, whatever the jitter. When it has moved by 10 ms (which a clock that is off by
/// 100 ppm does in 100 s) the channel is brought back by single samples, so a channel is never off by more, and a steady phone is stored
/// sample for sample.
/// </remarks>
internal sealed class RecordingChannel
{
    /// <summary>No network makes a packet arrive before its time: a lead of 300 ms is another timeline.</summary>
    private const long MaxLead = 2400;

    /// <summary>A stall of the network may deliver packets this late, and they still belong where their timestamp says.</summary>
    private const long MaxLag = 16000;

    /// <summary>A stall ends in a burst, which catches up; five packets that do not are of a phone that stopped its timestamps on hold.</summary>
    private const int LagPackets = 5;

    /// <summary>What five packets of a burst catch up at the least, of the 640 samples of their distance.</summary>
    private const long CaughtUp = 320;

    /// <summary>The window in which the fastest packet is looked for, in samples: 5 s.</summary>
    private const long WindowSamples = 40000;

    /// <summary>A window with fewer packets tells nothing of the fastest way.</summary>
    private const int MinWindowPackets = 50;

    /// <summary>How late the first packet, which ties the channel to the clock, may have been; 20 ms are not heard between two channels.</summary>
    private const long MaxTarget = 160;

    /// <summary>Below 10 ms nothing is steered.</summary>
    private const long DeadZone = 80;

    /// <summary>One sample of this many packets is added or left out while steering: 0.16 %, not heard.</summary>
    private const int PacketsPerSlip = 4;

    private bool _anchored;
    private uint _ssrc;
    private ushort _sequence;
    private uint _timestamp;
    private long _position;
    private int _scale = 1;

    private long _windowEnd;
    private long _windowLead;
    private int _windowPackets;
    private bool _targetKnown;
    private long _target;
    private long _pendingSlips;
    private int _sinceSlip;

    private int _lagging;
    private long _lagLead;

    /// <summary>Forgets the stream: the next packet is tied to the clock anew.</summary>
    public void Reset() => _anchored = false;

    /// <summary>Where the stream was last tied to the clock; the packets of a steady one lie whole frames from it.</summary>
    public long AnchoredAt { get; private set; }

    /// <summary>The position of a packet's first sample, in samples of 8 kHz.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="samples">How many samples it holds.</param>
    /// <param name="arrival">Its arrival in samples since the recording's start.</param>
    /// <param name="scale">Units of the stream's clock in a sample: 6 for Opus.</param>
    /// <param name="slipped">Whether this packet was moved on by one sample, which leaves a hole of one before it.</param>
    public long Place(in RtpHeader header, int samples, long arrival, int scale, out bool slipped)
    {
        slipped = false;
        if (!_anchored || header.Ssrc != _ssrc || scale != _scale)
        {
            _scale = scale;
            return Anchor(header, arrival);
        }

        var step = (short)(ushort)(header.Sequence - _sequence);
        var advance = (int)(header.Timestamp - _timestamp) / scale;
        var position = _position + advance;
        var lead = position - arrival;
        var seamless = step > 0 && advance == step * samples;
        if (lead > MaxLead || lead < -MaxLag || (lead < -MaxLead && step > 0 && !seamless))
        {
            return Anchor(header, arrival);
        }

        if (step <= 0)
        {
            return position;
        }

        if (StaysBehind(lead))
        {
            return Anchor(header, arrival);
        }

        Window(lead, arrival);
        var slip = NextSlip();
        slipped = slip > 0;
        position += slip;
        Keep(header, position);
        return position;
    }

    /// <summary>Whether a lag is no burst that catches up.</summary>
    private bool StaysBehind(long lead)
    {
        if (lead >= -MaxLead)
        {
            _lagging = 0;
            return false;
        }

        if (_lagging++ == 0)
        {
            _lagLead = lead;
            return false;
        }

        if (_lagging < LagPackets)
        {
            return false;
        }

        _lagging = 0;
        return lead - _lagLead < CaughtUp;
    }

    private void Window(long lead, long arrival)
    {
        if (arrival < _windowEnd)
        {
            _windowLead = Math.Max(_windowLead, lead);
            _windowPackets++;
            return;
        }

        if (_windowPackets >= MinWindowPackets)
        {
            if (!_targetKnown)
            {
                _targetKnown = true;
                _target = Math.Min(_windowLead, MaxTarget);
            }

            var error = _windowLead - _target;
            _pendingSlips = Math.Abs(error) > DeadZone || _pendingSlips != 0 ? -error : 0;
        }

        BeginWindow(lead, arrival);
    }

    /// <summary>-1, 0 or 1: the sample that this packet is moved by. The window's leads move with it.</summary>
    private int NextSlip()
    {
        if (_pendingSlips == 0 || ++_sinceSlip < PacketsPerSlip)
        {
            return 0;
        }

        _sinceSlip = 0;
        var slip = Math.Sign(_pendingSlips);
        _pendingSlips -= slip;
        _windowLead += slip;
        return slip;
    }

    private long Anchor(in RtpHeader header, long arrival)
    {
        _anchored = true;
        AnchoredAt = arrival;
        _ssrc = header.Ssrc;
        _targetKnown = false;
        _pendingSlips = 0;
        _lagging = 0;
        Keep(header, arrival);
        BeginWindow(0, arrival);
        return arrival;
    }

    private void BeginWindow(long lead, long arrival)
    {
        _windowEnd = arrival + WindowSamples;
        _windowLead = lead;
        _windowPackets = 1;
    }

    private void Keep(in RtpHeader header, long position)
    {
        _sequence = header.Sequence;
        _timestamp = header.Timestamp;
        _position = position;
    }
}
