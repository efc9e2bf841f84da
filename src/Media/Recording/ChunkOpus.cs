using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Ogg;

namespace RtcCluster.Media.Recording;

/// <summary>Decodes the Ogg pages of a checked chunk, 20 ms at a time.</summary>
internal ref struct ChunkOpus(ReadOnlySpan<byte> pages)
{
    private readonly OpusDecoder _leftDecoder = new();
    private readonly OpusDecoder _rightDecoder = new();
    private readonly short[] _left = new short[SlotMap.SlotSamples];
    private readonly short[] _right = new short[SlotMap.SlotSamples];
    private ReadOnlySpan<byte> _pages = pages;
    private ReadOnlySpan<byte> _segments;
    private ReadOnlySpan<byte> _body;

    /// <summary>The next 160 samples of both channels, good until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<short> left, out ReadOnlySpan<short> right)
    {
        left = _left;
        right = _right;
        if (_segments.IsEmpty)
        {
            if (!OggPage.TryRead(_pages, out var page))
            {
                return false;
            }

            _segments = page.Segments;
            _body = page.Body;
            _pages = _pages[page.Length..];
            if (_segments.IsEmpty)
            {
                return false;
            }
        }

        Decode(TakePacket());
        return true;
    }

    /// <summary>Gives the decoders back.</summary>
    public readonly void Dispose()
    {
        _leftDecoder.Dispose();
        _rightDecoder.Dispose();
    }

    private readonly void Decode(ReadOnlySpan<byte> packet)
    {
        _left.AsSpan().Clear();
        _right.AsSpan().Clear();
        Span<byte> plain = stackalloc byte[OpusPacket.MaxFrameLength + OpusPacket.MaxDelimiter];
        if (OpusPacket.TryReadDelimited(packet, out var first) && first.Length <= plain.Length)
        {
            _ = _leftDecoder.Decode(plain[..first.CopyPlain(plain)], _left);
            _ = _rightDecoder.Decode(packet[first.Length..], _right);
        }
    }

    private ReadOnlySpan<byte> TakePacket()
    {
        var length = 0;
        var count = 0;
        byte segment;
        do
        {
            segment = _segments[count++];
            length += segment;
        }
        while (segment == OggPage.SegmentLength && count < _segments.Length);

        _segments = _segments[count..];
        var packet = _body[..length];
        _body = _body[length..];
        return packet;
    }
}
