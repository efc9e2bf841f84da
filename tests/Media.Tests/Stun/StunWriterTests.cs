using System.Text;
using CsCheck;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Stun;

public class StunWriterTests
{
    private static readonly byte[] Transaction = Convert.FromHexString("b7e7a701bc34d686fa87dfae");

    [Fact]
    public void Rfc5769_2_2_IsWrittenByteForByte_ButForThePadding()
    {
        var buffer = new byte[StunBinding.MaxAnswer];
        var writer = new StunWriter(buffer, StunClass.Success, Transaction);
        writer.Software("test vector"u8);
        writer.XorMappedAddress(MediaEndpoint.FromBytes([192, 0, 2, 1], 32853));

        // The sample pads with a space, we with zero (RFC 8489 §14): all that is not protected by a hash over the padding is the same.
        var expected = Rfc5769.ResponseIPv4;
        expected[35] = 0;
        Assert.Equal(expected.AsSpan(4, 44).ToArray(), buffer.AsSpan(4, 44).ToArray());
        buffer[35] = 0x20;
        writer.Integrity(StunIntegrity.Sha1, Rfc5769.Password);
        writer.Fingerprint();
        Assert.Equal(Rfc5769.ResponseIPv4, buffer[..writer.Length]);
    }

    [Fact]
    public void ReadOfWriteIsTheSame() =>
        Gen.Select(Gen.Byte.Array[12], Gen.UInt, Gen.ULong, Gen.Bool, Gen.Select(Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]), Gen.UShort), Gen.Bool.Select(static strong => strong ? StunIntegrity.Sha256 : StunIntegrity.Sha1)).Sample(
            static (transaction, priority, tieBreaker, nominated, place, integrity) =>
            {
                var address = MediaEndpoint.FromBytes(place.Item1, place.Item2);
                var buffer = new byte[300];
                var writer = new StunWriter(buffer, StunClass.Request, transaction);
                writer.Username("addressed"u8, "own"u8);
                writer.Priority(priority);
                writer.Software("x"u8);
                writer.XorMappedAddress(address);
                if (nominated)
                {
                    writer.UseCandidate();
                    writer.IceControlled(tieBreaker);
                }
                else
                {
                    writer.IceControlling(tieBreaker);
                }

                writer.Integrity(integrity, "password"u8);
                writer.Fingerprint();
                return StunReader.TryRead(buffer.AsSpan(0, writer.Length), out var message) == StunStatus.Ok
                    && message.Class == StunClass.Request && message.Method == StunReader.Binding && message.TransactionId.SequenceEqual(transaction)
                    && message.Username.SequenceEqual("addressed:own"u8) && message.LocalUfrag.SequenceEqual("addressed"u8)
                    && message.Priority == priority && message.UseCandidate == nominated && message.XorMappedAddress == address
                    && message.IceControlled == (nominated ? tieBreaker : null) && message.IceControlling == (nominated ? null : tieBreaker)
                    && message.Integrity == integrity && message.Verify("password"u8) && !message.Verify("passwore"u8) && message.HasFingerprint;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    [Theory]
    [InlineData(StunErrorCode.BadRequest, "Bad Request")]
    [InlineData(StunErrorCode.Unauthenticated, "Unauthorized")]
    [InlineData(StunErrorCode.RoleConflict, "Role Conflict")]
    public void AnErrorSaysItsCodeAndItsReason(StunErrorCode code, string reason)
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.Request, out var request));
        var buffer = new byte[StunBinding.MaxAnswer];
        var length = StunBinding.WriteError(buffer, request, code, Rfc5769.Password);
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(buffer.AsSpan(0, length), out var answer));
        Assert.Equal((StunClass.Error, (int)code, reason), (answer.Class, answer.ErrorCode, Encoding.UTF8.GetString(answer.ErrorReason)));
        Assert.True(answer.Verify(Rfc5769.Password));
        Assert.True(answer.HasFingerprint);
    }

    [Fact]
    public void Rfc8489_14_9_A420NamesWhatWasNotUnderstood()
    {
        var buffer = new byte[StunBinding.MaxAnswer];
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Convert.FromHexString("000100082112a442000102030405060708090a0b" + "000300007fff0000"), out var request));
        var length = StunBinding.WriteError(buffer, request, StunErrorCode.UnknownAttribute, default);
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(buffer.AsSpan(0, length), out var answer));
        Assert.Equal((420, 2, 0x0003, 0x7FFF), (answer.ErrorCode, answer.RefusedCount, answer.Refused(0), answer.Refused(1)));
        Assert.Equal(StunIntegrity.None, answer.Integrity);
    }

    [Fact]
    public void WhatDoesNotFitIsNotWritten()
    {
        var whole = new byte[StunBinding.MaxAnswer];
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.Request, out var request));
        var needed = StunBinding.WriteSuccess(whole, request, MediaEndpoint.FromBytes(new byte[16], 9), Rfc5769.Password);
        for (var room = 0; room < needed; room++)
        {
            Assert.Equal(0, StunBinding.WriteSuccess(new byte[room], request, MediaEndpoint.FromBytes(new byte[16], 9), Rfc5769.Password));
        }

        Assert.Equal(needed, StunBinding.WriteSuccess(new byte[needed], request, MediaEndpoint.FromBytes(new byte[16], 9), Rfc5769.Password));
    }
}
