using System.Buffers.Binary;
using CsCheck;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Stun;

public class StunReaderTests
{
    private const string Head = "2112a442000102030405060708090a0b";

    [Theory]
    [InlineData("", StunStatus.TooShort)]
    [InlineData("000100002112a44200010203040506070809", StunStatus.TooShort)]
    [InlineData("04010000" + Head, StunStatus.NotStun)]
    [InlineData("80010000" + Head, StunStatus.NotStun)]
    [InlineData("000100002112a443000102030405060708090a0b", StunStatus.BadCookie)]
    [InlineData("00010002" + Head + "0000", StunStatus.BadLength)]
    [InlineData("00010000" + Head + "00250000", StunStatus.BadLength)]
    [InlineData("00010008" + Head + "00250000", StunStatus.Truncated)]
    [InlineData("00010004" + Head + "00240004", StunStatus.Truncated)]
    [InlineData("00010008" + Head + "0024ffff01020304", StunStatus.Truncated)]
    [InlineData("00010008" + Head + "0024000301020300", StunStatus.BadAttribute)]
    [InlineData("00010008" + Head + "0025000101000000", StunStatus.BadAttribute)]
    [InlineData("00010004" + Head + "00060000", StunStatus.BadAttribute)]
    [InlineData("00010008" + Head + "0008000401020304", StunStatus.BadAttribute)]
    [InlineData("00010010" + Head + "001c000c0102030405060708090a0b0c", StunStatus.BadAttribute)]
    [InlineData("0001000c" + Head + "0020000800030102c0000201", StunStatus.BadAttribute)]
    [InlineData("0001000c" + Head + "0020000800020102c0000201", StunStatus.BadAttribute)]
    [InlineData("01110008" + Head + "0009000400000200", StunStatus.BadAttribute)]
    [InlineData("01110008" + Head + "0009000400000464", StunStatus.BadAttribute)]
    [InlineData("01110008" + Head + "000a000300010000", StunStatus.BadAttribute)]
    [InlineData("00010008" + Head + "8029000401020304", StunStatus.BadAttribute)]
    [InlineData("00010008" + Head + "8028000401020304", StunStatus.BadFingerprint)]
    [InlineData("0001000c" + Head + "802800040102030400250000", StunStatus.BadFingerprint)]
    [InlineData("00010000" + Head, StunStatus.Ok)]
    public void RefusesWithAReason(string hex, StunStatus expected) => Assert.Equal(expected, StunReader.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void EveryTruncationOfAMessageIsRefused()
    {
        var packet = Rfc5769.Request;
        for (var length = 0; length < packet.Length; length++)
        {
            Assert.NotEqual(StunStatus.Ok, StunReader.TryRead(packet.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void ALongMessageAndManyAttributesAreRefused()
    {
        var packet = new byte[StunReader.MaxLength + 4];
        Convert.FromHexString("00010000" + Head).CopyTo(packet, 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(packet.Length - 20));
        Assert.Equal(StunStatus.TooLong, StunReader.TryRead(packet, out _));

        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 33 * 4);
        Assert.Equal(StunStatus.TooManyAttributes, StunReader.TryRead(packet.AsSpan(0, 20 + (33 * 4)), out _));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 32 * 4);
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(packet.AsSpan(0, 20 + (32 * 4)), out _));
    }

    [Fact]
    public void Rfc8489_14_RequiredAttributesThatAreUnknownAreListed_OptionalOnesAreIgnored()
    {
        var packet = Convert.FromHexString("00010010" + Head + "00030000" + "c0570000" + "7fff0000" + "80000000");
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(packet, out var message));
        Assert.Equal((2, 0x0003, 0x7FFF), (message.UnknownCount, message.Unknown(0), message.Unknown(1)));
    }

    [Fact]
    public void MoreThanEightUnknownAttributesAreNotListed()
    {
        var packet = Convert.FromHexString("00010028" + Head + string.Concat(Enumerable.Range(0, 10).Select(i => $"7f0{i}0000")));
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(packet, out var message));
        Assert.Equal((8, 0x7F07), (message.UnknownCount, message.Unknown(7)));
    }

    [Fact]
    public void Rfc8489_14_TheFirstOfSeveralEqualAttributesCounts()
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Convert.FromHexString("00010010" + Head + "0024000400000001" + "0024000400000002"), out var message));
        Assert.Equal(1u, message.Priority);
    }

    [Fact]
    public void Rfc8489_14_5_WhatFollowsTheIntegrityIsIgnored()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.Username("a"u8, "b"u8);
        writer.Integrity(StunIntegrity.Sha1, "key"u8);
        writer.UseCandidate();
        writer.Priority(7);
        writer.Fingerprint();
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.Verify("key"u8));
        Assert.False(message.UseCandidate);
        Assert.Equal(0u, message.Priority);
    }

    [Fact]
    public void Rfc8489_14_6_AHashOfSha256MayBeShortened_NotBelow16Bytes()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.Username("a"u8, "b"u8);
        writer.Integrity(StunIntegrity.Sha256, "key"u8);
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(buffer.AsSpan(0, writer.Length), out var whole));
        Assert.True(whole.Verify("key"u8));

        // The header counts what is there: a shortened hash is one over a shorter length.
        var before = writer.Length - 36;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)before);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(before + 2), 16);
        System.Security.Cryptography.HMACSHA256.HashData("key"u8, buffer.AsSpan(0, before)).AsSpan(0, 16).CopyTo(buffer.AsSpan(before + 4));
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(buffer.AsSpan(0, before + 20), out var message));
        Assert.Equal(StunIntegrity.Sha256, message.Integrity);
        Assert.True(message.Verify("key"u8));
        Assert.False(message.Verify("kez"u8));
    }

    [Fact]
    public void RandomBytesNeverThrow() =>
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Bool).Sample(
            static (bytes, honest) =>
            {
                if (honest && bytes.Length >= 20)
                {
                    Convert.FromHexString("00012112a442").AsSpan(2, 4).CopyTo(bytes.AsSpan(4));
                    bytes[0] &= 3;
                    bytes = bytes[..(bytes.Length & ~3)];
                    BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(bytes.Length - 20));
                }

                if (StunReader.TryRead(bytes, out var message) == StunStatus.Ok)
                {
                    _ = message.XorMappedAddress;
                    _ = message.ErrorReason.Length + message.ErrorCode + message.LocalUfrag.Length + message.RefusedCount;
                    _ = message.Verify("key"u8);
                }

                return true;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 20000);
}
