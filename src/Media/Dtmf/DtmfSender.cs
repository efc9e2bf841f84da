using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Dtmf;

/// <summary>
/// Sends keys one after the other in steps of 20 ms: each is held 100 ms and followed by 60 ms of nothing
/// (ITU-T Q.24 asks for at least 40 ms of each); the end is sent three times (RFC 4733 §2.5.1.4).
/// </summary>
internal sealed class DtmfSender
{
    private const int ToneFrames = 5;
    private const int EndPackets = 3;
    private const int CycleFrames = ToneFrames + EndPackets;
    private const int FramesPerSecond = 50;
    private const byte Volume = 10;

    private readonly Queue<byte> _events = new();
    private int _frame;
    private uint _timestamp;

    public bool IsActive => _events.Count > 0;

    /// <summary>The key being sent.</summary>
    public byte Current => _events.Peek();

    /// <summary>Whether the frame at hand sounds (in-band sending).</summary>
    public bool IsTone => _frame < ToneFrames;

    /// <summary>Samples of the present key that were sent before this frame.</summary>
    public int Position => _frame * MediaClock.FrameSamples;

    /// <summary>Adds keys; characters that are none are skipped and counted.</summary>
    /// <returns>How many characters were no key.</returns>
    public int Enqueue(ReadOnlySpan<char> digits)
    {
        var skipped = 0;
        foreach (var digit in digits)
        {
            if (TelephoneEvent.TryEvent(digit, out var number))
            {
                _events.Enqueue(number);
            }
            else
            {
                skipped++;
            }
        }

        return skipped;
    }

    /// <summary>Writes the packet of this 20 ms step into <paramref name="packet"/> (16 bytes).</summary>
    public void Write(Span<byte> packet, OutgoingStream stream, byte payloadType, int clockRate, long now)
    {
        if (_frame == 0)
        {
            _timestamp = stream.BeginEvent(clockRate, now);
        }

        var held = Math.Min(_frame + 1, ToneFrames);
        var end = _frame >= ToneFrames;
        new TelephoneEvent(Current, end, Volume, (ushort)(held * (clockRate / FramesPerSecond))).Write(packet[RtpHeader.FixedLength..]);
        stream.WriteEvent(packet, payloadType, _timestamp, marker: _frame == 0);
    }

    /// <summary>Goes one step on; true while there is more to send.</summary>
    public bool Advance()
    {
        if (++_frame == CycleFrames)
        {
            _frame = 0;
            _events.Dequeue();
        }

        return IsActive;
    }
}
