using System.Buffers;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Framing;

/// <summary>Cuts a TCP or TLS stream into messages by Content-Length. RFC 3261 §18.3, RFC 5626 §3.5.1.</summary>
/// <remarks>
/// <code>
/// var rest = received;
/// while (framer.TryTake(ref rest, out var frame)) { … }      // rest is empty afterwards
/// </code>
/// A message that lies whole in what was received is not copied. What is not whole is kept: never more than one message within
/// <see cref="SipLimits"/>. How the bytes are split does not change what comes out.
/// </remarks>
public sealed class SipStreamFramer : IDisposable
{
    private readonly SipLimits _limits;
    private byte[] _buffer = [];
    private int _kept;
    private int _needed;
    private bool _delivered;
    private bool _afterBreak;

    /// <summary>A framer for one connection.</summary>
    /// <param name="limits">How long the parts of a message may be.</param>
    public SipStreamFramer(SipLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    private static ReadOnlySpan<byte> HeaderEnd => "\r\n\r\n"u8;

    /// <summary>Why the stream cannot be cut any further; Ok while it can.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Bytes of an unfinished message that are kept.</summary>
    public int Kept => _delivered ? 0 : _kept;

    /// <summary>Takes the next thing out of what was kept and what was received.</summary>
    /// <param name="received">New bytes; what was used is cut off its front.</param>
    /// <param name="frame">The thing; valid until the next call.</param>
    /// <returns>False when more bytes are needed, or when the stream is broken.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> received, out SipFrame frame)
    {
        frame = default;
        if (_delivered)
        {
            _delivered = false;
            _kept = 0;
            _needed = 0;
        }

        if (received.IsEmpty || Status != SipParseStatus.Ok)
        {
            received = default;
            return false;
        }

        if (TryTakeBreak(ref received, out frame))
        {
            return true;
        }

        return _kept == 0 ? TryTakeWhole(ref received, out frame) : TryTakeJoined(ref received, out frame);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _kept = 0;
        _delivered = false;
    }

    // A CRLF where a message could start. The first is a pong, a second at once makes a ping of the two, whatever the split.
    private bool TryTakeBreak(ref ReadOnlySpan<byte> received, out SipFrame frame)
    {
        frame = default;
        var half = _kept == 1 && _buffer[0] == (byte)'\r' ? 1 : 0;
        if (_kept != half || !received.StartsWith("\r\n"u8[half..]))
        {
            return false;
        }

        received = received[(2 - half)..];
        _kept = 0;
        frame = new SipFrame(_afterBreak ? SipFrameKind.Ping : SipFrameKind.Pong, default);
        _afterBreak = !_afterBreak;
        return true;
    }

    private bool TryTakeWhole(ref ReadOnlySpan<byte> received, out SipFrame frame)
    {
        frame = default;
        var isHalfBreak = received.Length == 1 && received[0] == (byte)'\r';
        _afterBreak &= isHalfBreak;
        var end = received.IndexOf(HeaderEnd);
        if (end < 0)
        {
            if (received.Length > _limits.MaxHeaderBytes)
            {
                return Break(SipParseStatus.HeaderTooLarge, ref received, received[.._limits.MaxHeaderBytes], out frame);
            }

            Keep(ref received, received.Length);
            return false;
        }

        if (end + 4 > _limits.MaxHeaderBytes)
        {
            return Break(SipParseStatus.HeaderTooLarge, ref received, received[.._limits.MaxHeaderBytes], out frame);
        }

        var status = SipFrameLength.Measure(received[..(end + 4)], _limits, out var length);
        if (status != SipParseStatus.Ok)
        {
            return Break(status, ref received, received[..(end + 4)], out frame);
        }

        if (received.Length < length)
        {
            _needed = length;
            Keep(ref received, received.Length);
            return false;
        }

        frame = new SipFrame(SipFrameKind.Message, received[..length]);
        received = received[length..];
        return true;
    }

    private bool TryTakeJoined(ref ReadOnlySpan<byte> received, out SipFrame frame)
    {
        frame = default;
        _afterBreak = false;
        if (_needed == 0)
        {
            var end = FindHeaderEnd(received);
            if (_kept + (end < 0 ? received.Length : end) > _limits.MaxHeaderBytes)
            {
                Keep(ref received, _limits.MaxHeaderBytes - _kept);
                return Break(SipParseStatus.HeaderTooLarge, ref received, _buffer.AsSpan(0, _kept), out frame);
            }

            Keep(ref received, end < 0 ? received.Length : end);
            if (end < 0)
            {
                return false;
            }

            var status = SipFrameLength.Measure(_buffer.AsSpan(0, _kept), _limits, out _needed);
            if (status != SipParseStatus.Ok)
            {
                return Break(status, ref received, _buffer.AsSpan(0, _kept), out frame);
            }
        }

        Keep(ref received, Math.Min(received.Length, _needed - _kept));
        if (_kept < _needed)
        {
            return false;
        }

        frame = new SipFrame(SipFrameKind.Message, _buffer.AsSpan(0, _needed));
        _delivered = true;
        return true;
    }

    // How many of the received bytes complete the header section that is kept; -1 when they do not. What is kept alone never does,
    // so the blank line either straddles the seam or lies behind it, and nothing of the next message is ever kept.
    private int FindHeaderEnd(ReadOnlySpan<byte> received)
    {
        var kept = _buffer.AsSpan(0, _kept);
        for (var before = Math.Min(3, _kept); before > 0; before--)
        {
            if (kept[^before..].SequenceEqual(HeaderEnd[..before]) && received.StartsWith(HeaderEnd[before..]))
            {
                return 4 - before;
            }
        }

        var end = received.IndexOf(HeaderEnd);
        return end < 0 ? -1 : end + 4;
    }

    private bool Break(SipParseStatus status, ref ReadOnlySpan<byte> received, ReadOnlySpan<byte> bytes, out SipFrame frame)
    {
        Status = status;
        received = default;
        frame = new SipFrame(SipFrameKind.Broken, bytes, status);
        return true;
    }

    private void Keep(ref ReadOnlySpan<byte> received, int count)
    {
        if (_kept + count > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_kept + count, _needed));
            _buffer.AsSpan(0, _kept).CopyTo(larger);
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        received[..count].CopyTo(_buffer.AsSpan(_kept));
        _kept += count;
        received = received[count..];
    }
}
