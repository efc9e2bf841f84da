using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>
/// Scans one message: start line, then header lines one by one, and says where the body starts. It allocates nothing and never throws.
/// </summary>
/// <remarks>
/// A malformed header line sets <see cref="Status"/> and is passed over, so that a refusal can still echo what could be read; a broken line
/// ending stops the scan, because after it nobody knows where a header starts. The first thing that went wrong is the one that is kept.
/// </remarks>
public ref struct SipReader
{
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly SipLimits _limits;
    private readonly int _limit;
    private int _position;
    private int _headers;

    /// <summary>A reader at the first byte of a message.</summary>
    /// <param name="bytes">The message, whole or at least its header section.</param>
    /// <param name="limits">How far the reader may look.</param>
    public SipReader(ReadOnlySpan<byte> bytes, SipLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _bytes = bytes;
        _limits = limits;
        _limit = Math.Min(bytes.Length, limits.MaxHeaderBytes);
    }

    /// <summary>The first thing that went wrong, or <see cref="SipParseStatus.Ok"/>.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>True when the blank line was seen; <see cref="Position"/> is then the first byte of the body.</summary>
    public bool IsHeaderComplete { get; private set; }

    /// <summary>Offset of the next byte to read.</summary>
    public readonly int Position => _position;

    /// <summary>
    /// Reads the first line after leading line breaks (RFC 3261 §7.5). False when there is none or when it is malformed; in the second
    /// case the header lines can still be read.
    /// </summary>
    public bool TryReadStartLine(out SipStartLine line)
    {
        line = default;
        while (_position < _limit && _bytes[_position] is (byte)'\r' or (byte)'\n' or 0)
        {
            _position++;
        }

        if (_position == _bytes.Length)
        {
            Fail(SipParseStatus.Empty);
            return false;
        }

        var start = _position;
        if (!TryReadLine(out var length))
        {
            // A first line that does not even mention SIP is noise, whatever else is wrong with it.
            if (_bytes[start.._limit].IndexOf("SIP/"u8) < 0)
            {
                Status = SipParseStatus.NotSip;
            }

            return false;
        }

        var status = SipStartLineReader.Read(_bytes.Slice(start, length), start, _limits, out line);
        Fail(status);
        return status == SipParseStatus.Ok;
    }

    /// <summary>Reads the next header line. False at the blank line and when the scan cannot go on; <see cref="Status"/> tells which.</summary>
    public bool TryReadHeader(out SipHeaderLine line)
    {
        line = default;
        while (!IsHeaderComplete)
        {
            var start = _position;
            if (!TryReadLine(out var length))
            {
                return false;
            }

            if (length == 0)
            {
                IsHeaderComplete = true;
                return false;
            }

            var folded = false;
            while (_position < _limit && SipGrammar.IsBlank(_bytes[_position]))
            {
                folded = true;
                if (!TryReadLine(out _))
                {
                    return false;
                }

                length = _position - 2 - start;
            }

            // The index counts lines in 16 bits.
            if (++_headers > Math.Min(_limits.MaxHeaders, short.MaxValue))
            {
                Fail(SipParseStatus.TooManyHeaders);
                return false;
            }

            if (TrySplit(start, length, folded, out line))
            {
                return true;
            }

            Fail(SipParseStatus.BadHeader);
        }

        return false;
    }

    //   message-header = name HCOLON value CRLF;  HCOLON = *( SP / HTAB ) ":" SWS
    private readonly bool TrySplit(int start, int length, bool folded, out SipHeaderLine line)
    {
        line = default;
        var text = _bytes.Slice(start, length);
        var name = SipGrammar.TokenLength(text);
        var colon = name;
        while (colon < length && SipGrammar.IsBlank(text[colon]))
        {
            colon++;
        }

        if (name == 0 || colon == length || text[colon] != (byte)':')
        {
            return false;
        }

        var from = colon + 1;
        while (from < length && IsSpace(text[from]))
        {
            from++;
        }

        var to = length;
        while (to > from && IsSpace(text[to - 1]))
        {
            to--;
        }

        line = new SipHeaderLine(
            SipHeaderNames.Read(text[..name]), new SipSlice(start, name), new SipSlice(start + from, to - from), folded);
        return true;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private bool TryReadLine(out int length)
    {
        length = _bytes[_position.._limit].IndexOfAny(LineBreaks);
        if (length < 0 || _position + length + 1 >= _limit)
        {
            var cut = length >= 0 && _bytes[_position + length] == (byte)'\n';
            Fail(cut ? SipParseStatus.BadLineBreak
                : _limit < _bytes.Length ? SipParseStatus.HeaderTooLarge : SipParseStatus.MissingHeaderEnd);
            return false;
        }

        var end = _position + length;
        if (_bytes[end] != (byte)'\r' || _bytes[end + 1] != (byte)'\n')
        {
            Fail(SipParseStatus.BadLineBreak);
            return false;
        }

        _position = end + 2;
        return true;
    }

    private void Fail(SipParseStatus status)
    {
        if (Status == SipParseStatus.Ok)
        {
            Status = status;
        }
    }
}
