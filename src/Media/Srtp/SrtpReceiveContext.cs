using System.Buffers.Binary;

namespace RtcCluster.Media.Srtp;

/// <summary>Checks and decrypts the packets that we receive under one master key. RFC 3711 §3.3.</summary>
/// <remarks>
/// For one thread. Works in the caller's buffer and allocates nothing. Roll-over counter, replay window and table of sources change only
/// after a packet proved authentic; the bytes of a refused one are left as they were.
/// </remarks>
public sealed class SrtpReceiveContext : IDisposable
{
    /// <summary>A leg has one source, and another after each change of its sender; a peer that goes on inventing them is refused.</summary>
    public const int DefaultMaxStreams = 16;

    private readonly SrtpTransform _rtp;
    private readonly SrtpTransform _rtcp;
    private readonly SrtpStreams _streams;
    private readonly SrtpStreams _reports;

    /// <summary>Derives the session keys.</summary>
    /// <param name="key">The peer's master key.</param>
    /// <param name="maxStreams">The most synchronisation sources, of RTP and of RTCP each.</param>
    public SrtpReceiveContext(SrtpMasterKey key, int maxStreams = DefaultMaxStreams)
        : this(SrtpTransform.ForRtp(key), SrtpTransform.ForRtcp(key), maxStreams)
    {
    }

    internal SrtpReceiveContext(SrtpTransform rtp, SrtpTransform rtcp, int maxStreams)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        _streams = new SrtpStreams(maxStreams);
        _reports = new SrtpStreams(maxStreams);
    }

    /// <summary>Checks and decrypts an SRTP packet in place.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="length">Bytes of the RTP packet at its front.</param>
    public SrtpStatus UnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        var status = SrtpHeader.TryRead(packet, out var header);
        if (status != SrtpStatus.Ok)
        {
            return status;
        }

        if (header.Length + _rtp.TagLength > packet.Length)
        {
            return SrtpStatus.TooShort;
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

        if (!_rtp.UnprotectRtp(packet, header.Length, header.Ssrc, index))
        {
            // A sender may begin shortly before the end of a round, and what it sent in there be lost or have come before its keys.
            index = SrtpIndex.InSecondRound(header.Sequence);
            if (place >= 0 || index < 0 || !_rtp.UnprotectRtp(packet, header.Length, header.Ssrc, index))
            {
                return SrtpStatus.NotAuthentic;
            }
        }

        _streams.Accept(place, header.Ssrc, index);
        length = packet.Length - _rtp.TagLength;
        return SrtpStatus.Ok;
    }

    /// <summary>Checks and decrypts an SRTCP compound in place.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="length">Bytes of the compound at its front.</param>
    public SrtpStatus UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < SrtcpTrailer.HeaderLength + SrtcpTrailer.WordLength + _rtcp.TagLength)
        {
            return SrtpStatus.TooShort;
        }

        if (packet[0] >> 6 != 2)
        {
            return SrtpStatus.Malformed;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[^(_rtcp.WordIsLast ? SrtcpTrailer.WordLength : SrtcpTrailer.WordLength + _rtcp.TagLength)..]);
        var index = word & SrtcpTrailer.MaxIndex;
        var place = _reports.Find(ssrc);
        if (place < 0 && _reports.IsFull)
        {
            return SrtpStatus.TooManyStreams;
        }

        if (place >= 0 && !_reports.At(place).IsFresh(index))
        {
            return SrtpStatus.Replayed;
        }

        if (!_rtcp.UnprotectRtcp(packet, ssrc, word))
        {
            return SrtpStatus.NotAuthentic;
        }

        _reports.Accept(place, ssrc, index);
        length = packet.Length - SrtcpTrailer.WordLength - _rtcp.TagLength;
        return SrtpStatus.Ok;
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
