namespace RtcCluster.Media.Codecs.Opus;

/// <summary>A checked Opus packet (RFC 6716 §3.2, rules R1 to R7 of §3.4): how many frames it holds and where they are. Nothing is decoded.</summary>
/// <remarks>
/// <code>
/// code 0   TOC | frame
/// code 1   TOC | frame | frame of the same length
/// code 2   TOC | length of the first | frame | frame
/// code 3   TOC | v p count | padding length if p | lengths of all but the last if v | frames | padding
/// </code>
/// In the self-delimiting form (appendix B) the length of the last frame, or of every frame of one length, stands right before the frames.
/// </remarks>
public readonly ref struct OpusPacket
{
    /// <summary>The longest frame in bytes (R2).</summary>
    public const int MaxFrameLength = 1275;

    /// <summary>What a packet may last at most, in samples of 48 kHz: 120 ms (R5).</summary>
    public const int MaxSamples = 5760;

    /// <summary>By how many bytes the self-delimiting form is longer.</summary>
    public const int MaxDelimiter = 2;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _lengthsAt;
    private readonly int _delimiterAt;
    private readonly int _framesAt;
    private readonly bool _isVariable;
    private readonly int _lastLength;

    private OpusPacket(ReadOnlySpan<byte> bytes, int frames, int lengthsAt, int delimiterAt, int framesAt, bool isVariable, int lastLength)
    {
        _bytes = bytes;
        FrameCount = frames;
        _lengthsAt = lengthsAt;
        _delimiterAt = delimiterAt;
        _framesAt = framesAt;
        _isVariable = isVariable;
        _lastLength = lastLength;
    }

    /// <summary>The first byte.</summary>
    public OpusToc Toc => new(_bytes[0]);

    /// <summary>How many frames; some may be empty, which is silence or loss that the sender knew of.</summary>
    public int FrameCount { get; }

    /// <summary>How long the packet lasts, in samples of 48 kHz.</summary>
    public int Samples => FrameCount * Toc.FrameSamples;

    /// <summary>Bytes of the packet; of a self-delimiting one this is where the next begins.</summary>
    public int Length => _bytes.Length;

    /// <summary>Reads a packet that fills its bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OpusPacket packet) => TryRead(bytes, isDelimited: false, out packet);

    /// <summary>Reads a packet in the self-delimiting form; others may follow it.</summary>
    public static bool TryReadDelimited(ReadOnlySpan<byte> bytes, out OpusPacket packet) => TryRead(bytes, isDelimited: true, out packet);

    /// <summary>A frame, by its index.</summary>
    public ReadOnlySpan<byte> Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)FrameCount);
        if (!_isVariable)
        {
            return _bytes.Slice(_framesAt + (index * _lastLength), _lastLength);
        }

        var at = _framesAt;
        var lengths = _bytes[_lengthsAt..];
        for (var i = 0; i < index; i++)
        {
            at += TakeLength(ref lengths);
        }

        return _bytes.Slice(at, index == FrameCount - 1 ? _lastLength : TakeLength(ref lengths));
    }

    /// <summary>Writes the packet in the self-delimiting form; returns its bytes, <see cref="MaxDelimiter"/> more at most.</summary>
    public int CopyDelimited(Span<byte> destination)
    {
        _bytes[.._delimiterAt].CopyTo(destination);
        var at = _delimiterAt + WriteLength(destination[_delimiterAt..], _lastLength);
        _bytes[_framesAt..].CopyTo(destination[at..]);
        return at + _bytes.Length - _framesAt;
    }

    /// <summary>Writes the packet in the plain form; returns its bytes.</summary>
    public int CopyPlain(Span<byte> destination)
    {
        _bytes[.._delimiterAt].CopyTo(destination);
        _bytes[_framesAt..].CopyTo(destination[_delimiterAt..]);
        return _bytes.Length - _framesAt + _delimiterAt;
    }

    /// <summary>Writes a frame's length in one or two bytes (RFC 6716 §3.2.1); returns how many.</summary>
    internal static int WriteLength(Span<byte> destination, int length)
    {
        if (length < 252)
        {
            destination[0] = (byte)length;
            return 1;
        }

        destination[0] = (byte)(252 + (length & 3));
        destination[1] = (byte)((length - destination[0]) >> 2);
        return 2;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, bool isDelimited, out OpusPacket packet)
    {
        packet = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var toc = new OpusToc(bytes[0]);
        var rest = bytes[1..];
        var frames = toc.Code == 0 ? 1 : 2;
        var isVariable = toc.Code == 2;
        var padding = 0;
        if (toc.Code == 3 && !TryReadCount(ref rest, out frames, out isVariable, out padding))
        {
            return false;
        }

        if (frames * toc.FrameSamples > MaxSamples)
        {
            return false;
        }

        var lengthsAt = bytes.Length - rest.Length;
        var others = 0;
        for (var i = 1; isVariable && i < frames; i++)
        {
            var length = TakeLength(ref rest);
            if (length < 0)
            {
                return false;
            }

            others += length;
        }

        var delimiterAt = bytes.Length - rest.Length;
        var last = isDelimited ? TakeLength(ref rest) : LastLength(rest.Length - padding - others, isVariable ? 1 : frames);
        var framesAt = bytes.Length - rest.Length;
        var end = framesAt + (isVariable ? others + last : frames * last) + padding;
        if (last is < 0 or > MaxFrameLength || end > bytes.Length)
        {
            return false;
        }

        packet = new OpusPacket(bytes[..end], frames, lengthsAt, delimiterAt, framesAt, isVariable, last);
        return true;
    }

    /// <summary>The frame count byte of code 3 and the padding's length (RFC 6716 §3.2.5).</summary>
    private static bool TryReadCount(ref ReadOnlySpan<byte> rest, out int frames, out bool isVariable, out int padding)
    {
        (frames, isVariable, padding) = (0, false, 0);
        if (rest.IsEmpty)
        {
            return false;
        }

        var count = rest[0];
        rest = rest[1..];
        frames = count & 0x3F;
        isVariable = (count & 0x80) != 0;
        var more = (count & 0x40) != 0;
        while (more)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            more = rest[0] == 255;
            padding += more ? 254 : rest[0];
            rest = rest[1..];
        }

        return frames > 0;
    }

    /// <summary>What is left over for each of the frames; -1 when it does not come out even (R3, R6).</summary>
    private static int LastLength(int left, int frames) => left < 0 || left % frames != 0 ? -1 : left / frames;

    private static int TakeLength(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return -1;
        }

        int length = bytes[0];
        if (length < 252)
        {
            bytes = bytes[1..];
            return length;
        }

        if (bytes.Length < 2)
        {
            return -1;
        }

        length += bytes[1] * 4;
        bytes = bytes[2..];
        return length;
    }
}
