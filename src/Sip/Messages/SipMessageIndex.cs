using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>The buffer of one message and where everything in it is: header lines in order, chained by header.</summary>
internal sealed class SipMessageIndex
{
    // A buffer beyond this is not kept with a pooled message: 64 messages a thread must not hold megabytes for one that was large.
    private const int KeptBufferBytes = 16_384;

    private readonly short[] _first = new short[SipHeaders.Count];
    private readonly short[] _last = new short[SipHeaders.Count];
    private SipHeaderLine[] _lines = new SipHeaderLine[32];
    private short[] _next = new short[32];
    private byte[] _buffer = [];
    private int _length;

    internal SipStartLine StartLine { get; private set; }

    internal SipSlice Body { get; private set; }

    internal int Count { get; private set; }

    internal ReadOnlySpan<byte> Raw => _buffer.AsSpan(0, _length);

    internal ref readonly SipHeaderLine this[int line] => ref _lines.AsSpan(0, Count)[line];

    internal ReadOnlySpan<byte> Of(SipSlice slice) => slice.Of(_buffer);

    /// <summary>The first line of a header, -1 when there is none.</summary>
    internal int First(SipHeader header) => _first[(int)header] - 1;

    /// <summary>The next line of the same header, -1 when there is none.</summary>
    internal int Next(int line) => _next[line] - 1;

    /// <summary>Copies the message and indexes it; on a malformed one goes as far as it can.</summary>
    internal SipParseStatus Read(ReadOnlySpan<byte> bytes, SipLimits limits)
    {
        if (bytes.Length > limits.MaxMessageBytes)
        {
            // Enough of it for a refusal, no more.
            Read(bytes[..limits.MaxMessageBytes], limits);
            return SipParseStatus.MessageTooLarge;
        }

        Copy(bytes);
        var reader = new SipReader(Raw, limits);
        reader.TryReadStartLine(out var start);
        StartLine = start;
        var duplicate = false;
        while (reader.TryReadHeader(out var line))
        {
            duplicate |= SipHeaders.IsUnique(line.Header) && First(line.Header) >= 0;
            Add(line);
        }

        if (reader.Status != SipParseStatus.Ok)
        {
            return reader.Status;
        }

        return duplicate ? SipParseStatus.DuplicateHeader : FindBody(reader.Position, limits);
    }

    internal void Clear()
    {
        _length = 0;
        Count = 0;
        StartLine = default;
        Body = default;
        Array.Clear(_first);
        Array.Clear(_last);
        if (_buffer.Length > KeptBufferBytes)
        {
            ReturnBuffer();
        }
    }

    internal void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length < bytes.Length)
        {
            ReturnBuffer();
            _buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        }

        bytes.CopyTo(_buffer);
        _length = bytes.Length;
    }

    private void Add(in SipHeaderLine line)
    {
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Count * 2);
            Array.Resize(ref _next, Count * 2);
        }

        if (line.Folded)
        {
            Unfold(line.Value);
        }

        var header = (int)line.Header;
        _lines[Count] = line;
        _next[Count] = 0;
        Count++;
        if (_first[header] == 0)
        {
            _first[header] = (short)Count;
        }
        else
        {
            _next[_last[header] - 1] = (short)Count;
        }

        _last[header] = (short)Count;
    }

    // A line break and the white space after it mean one space (RFC 3261 §7.3.1); as many spaces as bytes mean the same.
    private void Unfold(SipSlice value)
    {
        var span = _buffer.AsSpan(value.Start, value.Length);
        for (var i = span.IndexOfAny((byte)'\r', (byte)'\n'); i >= 0; i = span.IndexOfAny((byte)'\r', (byte)'\n'))
        {
            span[i] = (byte)' ';
            span = span[(i + 1)..];
        }
    }

    private SipParseStatus FindBody(int position, SipLimits limits)
    {
        var available = _length - position;
        var line = First(SipHeader.ContentLength);
        if (line >= 0)
        {
            if (!SipGrammar.TryReadNumber(Of(_lines[line].Value), int.MaxValue, out var length, out _))
            {
                return SipParseStatus.BadContentLength;
            }

            if (length > limits.MaxBodyBytes)
            {
                return SipParseStatus.BodyTooLarge;
            }

            if (length > available)
            {
                return SipParseStatus.ContentLengthMismatch;
            }

            available = (int)length;
        }

        Body = new SipSlice(position, available);
        _length = position + available;
        return available > limits.MaxBodyBytes ? SipParseStatus.BodyTooLarge : SipParseStatus.Ok;
    }
}
