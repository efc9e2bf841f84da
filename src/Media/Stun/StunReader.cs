using System.Buffers.Binary;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Stun;

/// <summary>A STUN message that lies in a packet; nothing is copied. RFC 8489 §5 and §14, RFC 8445 §16.1.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN message type     |    length without header      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    magic cookie 0x2112A442                    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  transaction id (96 bits)                     |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |        attribute type         |        value length           |
/// |                value, padded to four bytes …                  |
/// </code>
/// Lengths and values of all attributes that we know are checked before a message is handed out, so its accessors need no checks of their own.
/// </remarks>
public readonly ref struct StunReader
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes of a transaction id.</summary>
    public const int TransactionIdLength = 12;

    /// <summary>The longest message that is read, in bytes: one Ethernet frame. A browser's check has about 100, with a DTLS flight inside about 1,300.</summary>
    public const int MaxLength = 1500;

    /// <summary>Most attributes; a browser's check has about 10.</summary>
    public const int MaxAttributes = 32;

    /// <summary>The longest USERNAME in bytes (RFC 8489 §14.3).</summary>
    public const int MaxUsername = 508;

    /// <summary>The only method that ICE uses (RFC 8489 §18.2).</summary>
    public const int Binding = 1;

    internal const uint MagicCookie = 0x2112_A442;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly StunIndex _index;

    private StunReader(ReadOnlySpan<byte> packet, scoped in StunIndex index)
    {
        _packet = packet;
        _index = index;
        var type = BinaryPrimitives.ReadUInt16BigEndian(packet);
        Class = (StunClass)(((type >> 7) & 2) | ((type >> 4) & 1));
        Method = (type & 0x000F) | ((type >> 1) & 0x0070) | ((type >> 2) & 0x0F80);
    }

    /// <summary>Request, indication, success or error.</summary>
    public StunClass Class { get; }

    /// <summary>The method; <see cref="Binding"/> for a connectivity check.</summary>
    public int Method { get; }

    /// <summary>The 12 bytes that tie a response to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _packet.Slice(8, TransactionIdLength);

    /// <summary>USERNAME; empty when absent.</summary>
    public ReadOnlySpan<byte> Username => Value(_index.Username);

    /// <summary>The part of USERNAME before the colon: who is addressed (RFC 8445 §7.3); empty without a colon.</summary>
    public ReadOnlySpan<byte> LocalUfrag
    {
        get
        {
            var username = Username;
            var colon = username.IndexOf((byte)':');
            return colon < 0 ? default : username[..colon];
        }
    }

    /// <summary>SOFTWARE; empty when absent. Untrusted text.</summary>
    public ReadOnlySpan<byte> Software => Value(_index.Software);

    /// <summary>The strongest hash that the message carries; not yet verified.</summary>
    public StunIntegrity Integrity =>
        _index.Integrity256 != 0 ? StunIntegrity.Sha256 : _index.Integrity != 0 ? StunIntegrity.Sha1 : StunIntegrity.None;

    /// <summary>Whether FINGERPRINT is there; a wrong one was refused.</summary>
    public bool HasFingerprint => _index.Fingerprint != 0;

    /// <summary>PRIORITY, that of the candidate which this check would discover; 0 when absent.</summary>
    public uint Priority => _index.Priority == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(Value(_index.Priority));

    /// <summary>Whether the pair is nominated.</summary>
    public bool UseCandidate => _index.UseCandidate != 0;

    /// <summary>The tie-breaker of a sender that takes itself for controlled; null when absent.</summary>
    public ulong? IceControlled => TieBreaker(_index.Controlled);

    /// <summary>The tie-breaker of a sender that takes itself for controlling; null when absent.</summary>
    public ulong? IceControlling => TieBreaker(_index.Controlling);

    /// <summary>The code of an error response, 300 to 699; 0 when absent.</summary>
    public int ErrorCode
    {
        get
        {
            var value = Value(_index.ErrorCode);
            return value.IsEmpty ? 0 : ((value[2] & 7) * 100) + value[3];
        }
    }

    /// <summary>The reason of an error response in UTF-8; empty when absent. Untrusted text.</summary>
    public ReadOnlySpan<byte> ErrorReason => _index.ErrorCode == 0 ? default : Value(_index.ErrorCode)[4..];

    /// <summary>How many comprehension-required attributes were not understood, at most 8.</summary>
    public int UnknownCount => _index.UnknownCount;

    /// <summary>How many types UNKNOWN-ATTRIBUTES of a 420 names; 0 when absent.</summary>
    public int RefusedCount => Value(_index.UnknownList).Length / 2;

    /// <summary>XOR-MAPPED-ADDRESS (RFC 8489 §14.2); <c>default</c> when absent.</summary>
    public MediaEndpoint XorMappedAddress
    {
        get
        {
            var value = Value(_index.XorMappedAddress);
            if (value.IsEmpty)
            {
                return default;
            }

            // The cookie and the transaction id follow one another in the header: together they are the mask of an IPv6 address.
            Span<byte> address = stackalloc byte[16];
            address = address[..(value.Length - 4)];
            for (var i = 0; i < address.Length; i++)
            {
                address[i] = (byte)(value[4 + i] ^ _packet[4 + i]);
            }

            return MediaEndpoint.FromBytes(address, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16)));
        }
    }

    /// <summary>Reads a message and checks all lengths and FINGERPRINT; says nothing of who sent it.</summary>
    public static StunStatus TryRead(ReadOnlySpan<byte> packet, out StunReader message)
    {
        message = default;
        var status = CheckHeader(packet);
        if (status != StunStatus.Ok)
        {
            return status;
        }

        status = StunIndex.Scan(packet, out var index);
        if (status == StunStatus.Ok)
        {
            message = new StunReader(packet, index);
        }

        return status;
    }

    /// <summary>Whether the hash that <see cref="Integrity"/> names was made with the key; false without one.</summary>
    /// <param name="key">The password's bytes for ICE (RFC 8489 §9.1.1).</param>
    public bool Verify(ReadOnlySpan<byte> key) => Integrity switch
    {
        StunIntegrity.Sha256 => StunMac.Matches(_packet[.._index.Integrity256], Value(_index.Integrity256), StunIntegrity.Sha256, key),
        StunIntegrity.Sha1 => StunMac.Matches(_packet[.._index.Integrity], Value(_index.Integrity), StunIntegrity.Sha1, key),
        _ => false,
    };

    /// <summary>The type of an attribute that was not understood, from 0 to <see cref="UnknownCount"/> - 1.</summary>
    public int Unknown(int at) => _index.Unknown[at];

    /// <summary>A type that the other side did not understand, from 0 to <see cref="RefusedCount"/> - 1.</summary>
    public int Refused(int at) => BinaryPrimitives.ReadUInt16BigEndian(Value(_index.UnknownList)[(at * 2)..]);

    private static StunStatus CheckHeader(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < HeaderLength)
        {
            return StunStatus.TooShort;
        }

        if (packet[0] > 3)
        {
            return StunStatus.NotStun;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) != MagicCookie)
        {
            return StunStatus.BadCookie;
        }

        if (packet.Length > MaxLength)
        {
            return StunStatus.TooLong;
        }

        var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        return length % 4 != 0 ? StunStatus.BadLength
            : length > packet.Length ? StunStatus.Truncated
            : length < packet.Length ? StunStatus.BadLength
            : StunStatus.Ok;
    }

    private ulong? TieBreaker(int offset) => offset == 0 ? null : BinaryPrimitives.ReadUInt64BigEndian(Value(offset));

    private ReadOnlySpan<byte> Value(int offset) =>
        offset == 0 ? default : _packet.Slice(offset + 4, BinaryPrimitives.ReadUInt16BigEndian(_packet[(offset + 2)..]));
}
