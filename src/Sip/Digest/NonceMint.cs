using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Digest;

/// <summary>Makes and checks nonces: time, incarnation and a serial number, and an HMAC over them, the source address and the edge's name.</summary>
internal sealed class NonceMint
{
    private const int TimeAt = 0, IncarnationAt = 8, SerialAt = 16, TagAt = 24, TagLength = 16, Length = 40;
    private readonly byte[] _key;
    private readonly byte[] _edge;
    private readonly ulong _incarnation;
    private ulong _serial;

    public NonceMint(DigestOptions options, ISipEntropy entropy)
    {
        _key = options.ClusterKey.ToArray();
        _edge = Encoding.UTF8.GetBytes(options.EdgeName);

        // The replay guard dies with the process: a nonce of an earlier incarnation under the same name must be stale, or it could be replayed.
        Span<byte> random = stackalloc byte[8];
        entropy.Fill(random);
        _incarnation = BinaryPrimitives.ReadUInt64BigEndian(random);
    }

    /// <summary>A new nonce for a source.</summary>
    public string Make(IPAddress source, long now)
    {
        Span<byte> nonce = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(nonce[TimeAt..], now);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[IncarnationAt..], _incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[SerialAt..], ++_serial);
        Tag(nonce[..TagAt], source, nonce[TagAt..]);
        return Convert.ToHexStringLower(nonce);
    }

    /// <summary>Whether we made this nonce for this source; gives when, and its serial number.</summary>
    public bool TryRead(string nonce, IPAddress source, out long madeAt, out ulong serial)
    {
        madeAt = 0;
        serial = 0;
        Span<byte> bytes = stackalloc byte[Length];
        if (nonce.Length != Length * 2 || Convert.FromHexString(nonce, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[TagLength];
        Tag(bytes[..TagAt], source, tag);
        madeAt = BinaryPrimitives.ReadInt64BigEndian(bytes[TimeAt..]);
        serial = BinaryPrimitives.ReadUInt64BigEndian(bytes[SerialAt..]);
        return CryptographicOperations.FixedTimeEquals(tag, bytes[TagAt..])
            && BinaryPrimitives.ReadUInt64BigEndian(bytes[IncarnationAt..]) == _incarnation;
    }

    private void Tag(ReadOnlySpan<byte> head, IPAddress source, Span<byte> tag)
    {
        Span<byte> input = stackalloc byte[TagAt + 16 + 256];
        head.CopyTo(input);
        var address = source.MapToIPv6();
        address.TryWriteBytes(input[TagAt..], out var length);
        var edge = _edge.AsSpan(0, Math.Min(_edge.Length, 256));
        edge.CopyTo(input[(TagAt + length)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input[..(TagAt + length + edge.Length)], hash);
        hash[..TagLength].CopyTo(tag);
    }
}
