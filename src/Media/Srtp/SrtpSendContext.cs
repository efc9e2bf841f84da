using System.Buffers.Binary;

namespace RtcCluster.Media.Srtp;

/// <summary>Protects the packets that we send under one master key. RFC 3711 §3.3.</summary>
/// <remarks>
/// For one thread. Works in the caller's buffer and allocates nothing. An index that was used is refused: the same keystream over two packets
/// would give away both.
/// </remarks>
public sealed class SrtpSendContext : IDisposable
{
    private readonly SrtpTransform _rtp;
    private readonly SrtpTransform _rtcp;
    private readonly SrtpStreams _streams;
    private readonly SrtpStreams _reports;

    /// <summary>Derives the session keys.</summary>
    /// <param name="key">Our master key.</param>
    /// <param name="maxStreams">The most synchronisation sources, of RTP and of RTCP each.</param>
    public SrtpSendContext(SrtpMasterKey key, int maxStreams = SrtpReceiveContext.DefaultMaxStreams)
        : this(SrtpTransform.ForRtp(key), SrtpTransform.ForRtcp(key), maxStreams)
    {
    }

    internal SrtpSendContext(SrtpTransform rtp, SrtpTransform rtcp, int maxStreams)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        _streams = new SrtpStreams(maxStreams);
        _reports = new SrtpStreams(maxStreams);
    }

    /// <summary>Protects an RTP packet in place.</summary>
    /// <param name="buffer">The packet, with room behind it for <see cref="SrtpProfiles.MaxOverhead"/> bytes.</param>
    /// <param name="length">Of the packet, bytes.</param>
    /// <param name="protectedLength">What to send.</param>
    public SrtpStatus ProtectRtp(Span<byte> buffer, int length, out int protectedLength)
    {
        protectedLength = 0;
        var status = SrtpHeader.TryRead(buffer[..length], out var header);
        if (status != SrtpStatus.Ok)
        {
            return status;
        }

        if (length + _rtp.TagLength > buffer.Length)
        {
            return SrtpStatus.NoRoom;
        }

        var place = _streams.Find(header.Ssrc);
        if (place < 0 && _streams.IsFull)
        {
            return SrtpStatus.TooManyStreams;
        }

        var index = SrtpIndex.Guess(place < 0 ? -1 : _streams.At(place).Highest, header.Sequence);
        if (index > SrtpIndex.Max)
        {
            return SrtpStatus.KeyExhausted;
        }

        if (place >= 0 && !_streams.At(place).IsFresh(index))
        {
            return SrtpStatus.Replayed;
        }

        protectedLength = length + _rtp.TagLength;
        _rtp.ProtectRtp(buffer[..protectedLength], header.Length, header.Ssrc, index);
        _streams.Accept(place, header.Ssrc, index);
        return SrtpStatus.Ok;
    }

    /// <summary>Protects an RTCP compound in place; each sender's index counts from 0 (RFC 3711 §3.4).</summary>
    /// <param name="buffer">The compound, with room behind it for <see cref="SrtpProfiles.MaxOverhead"/> bytes.</param>
    /// <param name="length">Of the compound, bytes.</param>
    /// <param name="protectedLength">What to send.</param>
    public SrtpStatus ProtectRtcp(Span<byte> buffer, int length, out int protectedLength)
    {
        protectedLength = 0;
        if (length < SrtcpTrailer.HeaderLength)
        {
            return SrtpStatus.TooShort;
        }

        if (buffer[0] >> 6 != 2)
        {
            return SrtpStatus.Malformed;
        }

        if (length + _rtcp.TagLength + SrtcpTrailer.WordLength > buffer.Length)
        {
            return SrtpStatus.NoRoom;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        var place = _reports.Find(ssrc);
        if (place < 0 && _reports.IsFull)
        {
            return SrtpStatus.TooManyStreams;
        }

        var index = place < 0 ? 0 : _reports.At(place).Highest + 1;
        if (index > SrtcpTrailer.MaxIndex)
        {
            return SrtpStatus.KeyExhausted;
        }

        protectedLength = length + _rtcp.TagLength + SrtcpTrailer.WordLength;
        _rtcp.ProtectRtcp(buffer[..protectedLength], ssrc, (uint)index);
        _reports.Accept(place, ssrc, index);
        return SrtpStatus.Ok;
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
