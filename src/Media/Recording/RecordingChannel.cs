using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Recording;

/// <summary>
/// Says where in the recording a packet belongs: by its RTP timestamp, tied to the arrival clock. Neither arrival order nor
/// loss, silence suppression, a new SSRC or a jumping timestamp moves the channel against the other one.
/// </summary>
/// <remarks>
/// The lead of a packet is its place minus its arrival, in samples. Of a second's packets the one that travelled fastest has the
/// greatest lead; that one is steered to zero, one sample a packet. So a phone whose clock is off by 100 ppm (0.8 samples
/// a second) stays within 1 ms, and a first packet that came late is made good within seconds, both inaudibly.
/// </remarks>
internal sealed class RecordingChannel
{
    private const int SamplesPerSecond = 8000;

    /// <summary>No network makes a packet arrive before its time: a lead of 300 ms is another timeline.</summary>
    private const long MaxLead = 2400;

    /// <summary>A stall of the network may deliver packets this late, and they still belong where their timestamp says.</summary>
    private const long MaxLag = 2 * SamplesPerSecond;

    /// <summary>Below 1 ms nothing is steered.</summary>
    private const long DeadZone = 8;

    /// <summary>A window with fewer packets tells nothing of the fastest way.</summary>
    private const int MinWindowPackets = 10;

    private bool _anchored;
    private uint _ssrc;
    private ushort _sequence;
    private uint _timestamp;
    private long _position;
    private long _windowEnd;
    private long _windowLead;
    private int _windowPackets;
    private long _pendingSlips;

    /// <summary>How often the timeline had to be tied to the clock anew.</summary>
    public int Anchors { get; private set; }

    /// <summary>Forgets the stream: another leg speaks from now on.</summary>
    public void Reset() => _anchored = false;

    /// <summary>The position of a packet's first sample.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="samples">How many samples it holds.</param>
    /// <param name="arrival">Its arrival in samples since the recording's start.</param>
    /// <param name="slipped">Whether this packet was moved on by one sample, which leaves a hole of one before it.</param>
    public long Place(in RtpHeader header, int samples, long arrival, out bool slipped)
    {
        slipped = false;
        if (!_anchored || header.Ssrc != _ssrc)
        {
            return Anchor(header, arrival);
        }

        var step = (short)(ushort)(header.Sequence - _sequence);
        var advance = (int)(header.Timestamp - _timestamp);
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

        if (Window(lead, arrival))
        {
            return Anchor(header, arrival);
        }

        slipped = _pendingSlips > 0;
        var slip = Math.Sign(_pendingSlips);
        _pendingSlips -= slip;
        position += slip;
        Keep(header, position);
        return position;
    }

    /// <summary>Notes a packet's lead; true when a whole window lagged so far that it is another timeline.</summary>
    private bool Window(long lead, long arrival)
    {
        if (arrival >= _windowEnd)
        {
            var enough = _windowPackets >= MinWindowPackets;
            var fastest = _windowLead;
            BeginWindow(lead, arrival);
            if (enough && fastest < -MaxLead)
            {
                return true;
            }

            _pendingSlips = enough && Math.Abs(fastest) > DeadZone ? -fastest : 0;
            return false;
        }

        _windowLead = Math.Max(_windowLead, lead);
        _windowPackets++;
        return false;
    }

    private long Anchor(in RtpHeader header, long arrival)
    {
        _anchored = true;
        _ssrc = header.Ssrc;
        _pendingSlips = 0;
        Anchors++;
        Keep(header, arrival);
        BeginWindow(0, arrival);
        return arrival;
    }

    private void BeginWindow(long lead, long arrival)
    {
        _windowEnd = arrival + SamplesPerSecond;
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
