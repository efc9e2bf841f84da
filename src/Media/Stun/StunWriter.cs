using System.Buffers.Binary;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Stun;

/// <summary>Writes a STUN message into a span of the caller, attribute by attribute; the hash and the fingerprint come last, in this order.</summary>
/// <remarks>What does not fit makes <see cref="Length"/> 0 and every further attribute do nothing.</remarks>
public ref struct StunWriter
{
    private readonly Span<byte> _destination;
    private int _length;

    /// <summary>Writes the header of a Binding message.</summary>
    /// <param name="destination">Where it goes; <see cref="StunReader.MaxLength"/> bytes are always enough.</param>
    /// <param name="kind">The class.</param>
    /// <param name="transactionId">The 12 bytes of the request, or new random ones.</param>
    public StunWriter(Span<byte> destination, StunClass kind, ReadOnlySpan<byte> transactionId)
    {
        _destination = destination;
        if (destination.Length < StunReader.HeaderLength || transactionId.Length != StunReader.TransactionIdLength)
        {
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(StunReader.Binding | (((int)kind & 2) << 7) | (((int)kind & 1) << 4)));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], StunReader.MagicCookie);
        transactionId.CopyTo(destination[8..]);
        _length = StunReader.HeaderLength;
        Count(0);
    }

    /// <summary>Bytes of the message so far; 0 when something did not fit.</summary>
    public readonly int Length => _length;

    /// <summary>USERNAME: the fragment of whom it is sent to, a colon, the sender's own (RFC 8445 §7.2.2).</summary>
    public void Username(ReadOnlySpan<byte> addressed, ReadOnlySpan<byte> own)
    {
        if (TryAttribute(StunAttributeType.Username, addressed.Length + 1 + own.Length, out var value))
        {
            addressed.CopyTo(value);
            value[addressed.Length] = (byte)':';
            own.CopyTo(value[(addressed.Length + 1)..]);
        }
    }

    /// <summary>PRIORITY (RFC 8445 §7.1.1).</summary>
    public void Priority(uint priority)
    {
        if (TryAttribute(StunAttributeType.Priority, 4, out var value))
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, priority);
        }
    }

    /// <summary>USE-CANDIDATE: nominates the pair (RFC 8445 §7.1.2).</summary>
    public void UseCandidate() => TryAttribute(StunAttributeType.UseCandidate, 0, out _);

    /// <summary>ICE-CONTROLLING with the sender's tie-breaker (RFC 8445 §7.1.3).</summary>
    public void IceControlling(ulong tieBreaker) => Role(StunAttributeType.IceControlling, tieBreaker);

    /// <summary>ICE-CONTROLLED with the sender's tie-breaker (RFC 8445 §7.1.3).</summary>
    public void IceControlled(ulong tieBreaker) => Role(StunAttributeType.IceControlled, tieBreaker);

    /// <summary>SOFTWARE, at most 127 characters (RFC 8489 §14.14).</summary>
    public void Software(ReadOnlySpan<byte> name)
    {
        if (TryAttribute(StunAttributeType.Software, name.Length, out var value))
        {
            name.CopyTo(value);
        }
    }

    /// <summary>XOR-MAPPED-ADDRESS: where the request came from (RFC 8489 §14.2).</summary>
    public void XorMappedAddress(in MediaEndpoint source)
    {
        if (!TryAttribute(StunAttributeType.XorMappedAddress, source.IsIPv4 ? 8 : 20, out var value))
        {
            return;
        }

        value[0] = 0;
        value[1] = (byte)(source.IsIPv4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(source.Port ^ (StunReader.MagicCookie >> 16)));
        Span<byte> address = stackalloc byte[16];
        address = address[..source.WriteAddress(address)];
        for (var i = 0; i < address.Length; i++)
        {
            value[4 + i] = (byte)(address[i] ^ _destination[4 + i]);
        }
    }

    /// <summary>ERROR-CODE with a short reason: an answer must not be much longer than what it answers (threat T14).</summary>
    public void ErrorCode(StunErrorCode code)
    {
        var reason = code switch
        {
            StunErrorCode.BadRequest => "Bad Request"u8,
            StunErrorCode.Unauthenticated => "Unauthorized"u8,
            StunErrorCode.UnknownAttribute => "Unknown"u8,
            StunErrorCode.RoleConflict => "Role Conflict"u8,
            _ => default,
        };
        if (TryAttribute(StunAttributeType.ErrorCode, 4 + reason.Length, out var value))
        {
            value[..2].Clear();
            value[2] = (byte)((int)code / 100);
            value[3] = (byte)((int)code % 100);
            reason.CopyTo(value[4..]);
        }
    }

    /// <summary>UNKNOWN-ATTRIBUTES: the types of a request that were not understood (RFC 8489 §14.9).</summary>
    public void UnknownAttributes(scoped in StunReader request)
    {
        if (TryAttribute(StunAttributeType.UnknownAttributes, request.UnknownCount * 2, out var value))
        {
            for (var i = 0; i < request.UnknownCount; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(value[(i * 2)..], (ushort)request.Unknown(i));
            }
        }
    }

    /// <summary>MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 over all before it; nothing for None.</summary>
    public void Integrity(StunIntegrity integrity, ReadOnlySpan<byte> key)
    {
        if (integrity == StunIntegrity.None)
        {
            return;
        }

        var before = _length;
        var isSha256 = integrity == StunIntegrity.Sha256;
        var type = isSha256 ? StunAttributeType.MessageIntegritySha256 : StunAttributeType.MessageIntegrity;
        if (TryAttribute(type, isSha256 ? StunMac.Sha256Length : StunMac.Sha1Length, out var value))
        {
            StunMac.Compute(_destination[..before], integrity, key, value);
        }
    }

    /// <summary>FINGERPRINT; nothing may follow it.</summary>
    public void Fingerprint()
    {
        var before = _length;
        if (TryAttribute(StunAttributeType.Fingerprint, StunFingerprint.Length, out var value))
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, StunFingerprint.Compute(_destination[..before]));
        }
    }

    private void Role(StunAttributeType type, ulong tieBreaker)
    {
        if (TryAttribute(type, 8, out var value))
        {
            BinaryPrimitives.WriteUInt64BigEndian(value, tieBreaker);
        }
    }

    /// <summary>Writes an attribute's header and padding, and counts it in the message's; its value is the caller's to write.</summary>
    private bool TryAttribute(StunAttributeType type, int length, out Span<byte> value)
    {
        value = default;
        var padded = (length + 3) & ~3;
        if (_length == 0 || padded > StunReader.MaxLength || _length + 4 + padded > _destination.Length)
        {
            _length = 0;
            return false;
        }

        var attribute = _destination.Slice(_length, 4 + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(4 + length)..].Clear();
        value = attribute.Slice(4, length);
        Count(4 + padded);
        return true;
    }

    private void Count(int more)
    {
        _length += more;
        BinaryPrimitives.WriteUInt16BigEndian(_destination[2..], (ushort)(_length - StunReader.HeaderLength));
    }
}
