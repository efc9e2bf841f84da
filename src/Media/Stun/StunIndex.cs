using System.Buffers.Binary;

namespace RtcCluster.Media.Stun;

/// <summary>Where the attributes of a message lie: offsets of their headers, 0 for what is absent. Of several equal ones the first counts (RFC 8489 §14).</summary>
internal struct StunIndex
{
    public int Username;
    public int Integrity;
    public int Integrity256;
    public int Fingerprint;
    public int XorMappedAddress;
    public int ErrorCode;
    public int Software;
    public int Priority;
    public int UseCandidate;
    public int Controlled;
    public int Controlling;
    public int UnknownList;
    public int UnknownCount;
    public UnknownAttributes Unknown;

    /// <summary>Walks the attributes of a message whose header is in order.</summary>
    public static StunStatus Scan(ReadOnlySpan<byte> packet, out StunIndex index)
    {
        index = default;
        var count = 0;
        for (var offset = StunReader.HeaderLength; offset < packet.Length;)
        {
            if (index.Fingerprint != 0)
            {
                return StunStatus.BadFingerprint;
            }

            // The message's length is a multiple of four, so a header that begins fits.
            var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            var end = offset + 4 + ((length + 3) & ~3);
            if (end > packet.Length)
            {
                return StunStatus.Truncated;
            }

            if (++count > StunReader.MaxAttributes)
            {
                return StunStatus.TooManyAttributes;
            }

            if (!index.Take(type, offset, packet.Slice(offset + 4, length)))
            {
                return StunStatus.BadAttribute;
            }

            offset = end;
        }

        return index.Fingerprint == 0 || StunFingerprint.Matches(packet[..index.Fingerprint], packet[(index.Fingerprint + 4)..])
            ? StunStatus.Ok
            : StunStatus.BadFingerprint;
    }

    /// <summary>Notes an attribute; false when its value cannot be.</summary>
    private bool Take(StunAttributeType type, int offset, ReadOnlySpan<byte> value)
    {
        // Whoever is on the way can add attributes behind the hash (RFC 8489 §14.5 and §14.6): only these count there.
        var isProtected = Integrity == 0 && Integrity256 == 0;
        switch (type)
        {
            case StunAttributeType.Fingerprint:
                Fingerprint = offset;
                return value.Length == StunFingerprint.Length;
            case StunAttributeType.MessageIntegritySha256:
                return First(ref Integrity256, offset, value.Length is >= StunMac.Sha256MinLength and <= StunMac.Sha256Length && value.Length % 4 == 0);
            case var _ when !isProtected:
                return true;
            case StunAttributeType.MessageIntegrity:
                return First(ref Integrity, offset, value.Length == StunMac.Sha1Length);
            case StunAttributeType.Username:
                return First(ref Username, offset, value.Length is > 0 and <= StunReader.MaxUsername);
            case StunAttributeType.XorMappedAddress:
                return First(ref XorMappedAddress, offset, value.Length >= 4 && (value[1], value.Length) is (1, 8) or (2, 20));
            case StunAttributeType.ErrorCode:
                return First(ref ErrorCode, offset, value.Length >= 4 && (value[2] & 7) is >= 3 and <= 6 && value[3] < 100);
            case StunAttributeType.UnknownAttributes:
                return First(ref UnknownList, offset, value.Length % 2 == 0);
            case StunAttributeType.Software:
                return First(ref Software, offset, true);
            case StunAttributeType.Priority:
                return First(ref Priority, offset, value.Length == 4);
            case StunAttributeType.UseCandidate:
                return First(ref UseCandidate, offset, value.IsEmpty);
            case StunAttributeType.IceControlled:
                return First(ref Controlled, offset, value.Length == 8);
            case StunAttributeType.IceControlling:
                return First(ref Controlling, offset, value.Length == 8);
            case StunAttributeType.MappedAddress or StunAttributeType.Realm or StunAttributeType.Nonce or StunAttributeType.PasswordAlgorithm
                or StunAttributeType.Userhash:
                return true;
            default:
                NoteUnknown((ushort)type);
                return true;
        }
    }

    private static bool First(ref int place, int offset, bool isGood)
    {
        place = place == 0 ? offset : place;
        return isGood;
    }

    private void NoteUnknown(ushort type)
    {
        if (type < 0x8000 && UnknownCount < UnknownAttributes.Capacity)
        {
            Unknown[UnknownCount++] = type;
        }
    }
}
