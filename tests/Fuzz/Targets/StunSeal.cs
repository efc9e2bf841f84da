using System.Buffers.Binary;
using System.Security.Cryptography;
using RtcCluster.Media.Stun;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A message as somebody who knows the password sends it: attributes of the input, then MESSAGE-INTEGRITY and FINGERPRINT over them. RFC 8489 §14.5 and §14.7.</summary>
/// <param name="Bytes">The message.</param>
/// <param name="Allocated">What making it allocated, bytes.</param>
internal readonly record struct StunSeal(byte[] Bytes, long Allocated)
{
    private const int HashLength = 20;
    private const int IntegrityLength = 4 + HashLength;
    private const int FingerprintLength = 8;
    private const ushort Integrity = 0x0008;
    private const ushort Integrity256 = 0x001C;
    private const ushort Fingerprint = 0x8028;
    private const uint Cookie = 0x2112_A442;
    private const uint FingerprintMask = 0x5354_554E;
    private const uint Polynomial = 0xEDB8_8320;

    /// <summary>Seals what of the input is whole; false when it is too short or too long.</summary>
    /// <param name="input">The message.</param>
    /// <param name="key">The password.</param>
    /// <param name="transaction">The id that a response gets: one that is waited for.</param>
    /// <param name="made">The sealed message.</param>
    public static bool TryMake(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key, ReadOnlySpan<byte> transaction, out StunSeal made)
    {
        made = default;
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (input.Length < StunReader.HeaderLength)
        {
            return false;
        }

        var length = WholeAttributes(input);
        if (length + IntegrityLength + FingerprintLength > StunReader.MaxLength)
        {
            return false;
        }

        var bytes = new byte[length + IntegrityLength + FingerprintLength];
        input[..length].CopyTo(bytes);
        bytes[0] &= 3;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Cookie);
        if ((bytes[0] & 1) != 0)
        {
            transaction.CopyTo(bytes.AsSpan(8));
        }

        WriteLength(bytes, length + IntegrityLength);
        WriteHeader(bytes.AsSpan(length), Integrity, HashLength);
        CryptographicOperations.HmacData(HashAlgorithmName.SHA1, key, bytes.AsSpan(0, length), bytes.AsSpan(length + 4));
        WriteLength(bytes, bytes.Length);
        var checkedLength = length + IntegrityLength;
        WriteHeader(bytes.AsSpan(checkedLength), Fingerprint, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(checkedLength + 4), Crc(bytes.AsSpan(0, checkedLength)) ^ FingerprintMask);
        made = new StunSeal(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        return true;
    }

    private static int WholeAttributes(ReadOnlySpan<byte> input)
    {
        var offset = StunReader.HeaderLength;
        while (offset + 4 <= input.Length)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(input[offset..]);
            var end = offset + 4 + ((BinaryPrimitives.ReadUInt16BigEndian(input[(offset + 2)..]) + 3) & ~3);
            if (type is Integrity or Integrity256 or Fingerprint || end > input.Length)
            {
                break;
            }

            offset = end;
        }

        return offset;
    }

    private static void WriteLength(Span<byte> message, int whole) => BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)(whole - StunReader.HeaderLength));

    private static void WriteHeader(Span<byte> attribute, ushort type, ushort length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(attribute, type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], length);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }
        }

        return ~crc;
    }
}
