using System.Security.Cryptography;
using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Stun;

public class Rfc5769Tests
{
    [Fact]
    public void Rfc5769_2_1_Request()
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.Request, out var message));
        Assert.Equal((StunClass.Request, StunReader.Binding), (message.Class, message.Method));
        Assert.Equal("B7E7A701BC34D686FA87DFAE", Convert.ToHexString(message.TransactionId));
        Assert.Equal("STUN test client", Encoding.UTF8.GetString(message.Software));
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(message.Username));
        Assert.Equal("evtj", Encoding.UTF8.GetString(message.LocalUfrag));
        Assert.Equal(0x6E0001FFu, message.Priority);
        Assert.Equal(0x932FF9B151263B36UL, message.IceControlled);
        Assert.Null(message.IceControlling);
        Assert.False(message.UseCandidate);
        Assert.True(message.HasFingerprint);
        Assert.Equal(StunIntegrity.Sha1, message.Integrity);
        Assert.True(message.Verify(Rfc5769.Password));
        Assert.False(message.Verify("VOkJxbRl1RmTxUk/WvJxBu"u8));
    }

    [Fact]
    public void Rfc5769_2_2_ResponseIPv4()
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.ResponseIPv4, out var message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.Equal("test vector", Encoding.UTF8.GetString(message.Software));
        Assert.Equal(MediaEndpoint.FromBytes([192, 0, 2, 1], 32853), message.XorMappedAddress);
        Assert.True(message.Verify(Rfc5769.Password));
    }

    [Fact]
    public void Rfc5769_2_3_ResponseIPv6()
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.ResponseIPv6, out var message));
        Assert.True(MediaEndpoint.TryParse("2001:db8:1234:5678:11:2233:4455:6677", 32853, out var expected));
        Assert.Equal(expected, message.XorMappedAddress);
        Assert.True(message.Verify(Rfc5769.Password));
    }

    [Fact]
    public void Rfc5769_2_4_LongTermAuthentication()
    {
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(Rfc5769.LongTerm, out var message));
        Assert.Equal("マトリックス", Encoding.UTF8.GetString(message.Username));
        Assert.False(message.HasFingerprint);
        Assert.True(message.Verify(CryptographicOperations.HashData(HashAlgorithmName.MD5, "マトリックス:example.org:TheMatrIX"u8)));
    }

    [Fact]
    public void AFlippedBitAnywhereFailsTheFingerprint_OrTheReading_OrHidesTheFingerprint()
    {
        var packet = Rfc5769.Request;
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunReader.TryRead(packet, out var message) == StunStatus.Ok && message.HasFingerprint, $"bit {bit}");
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void AFlippedBitFailsTheIntegrity_WhereNoFingerprintGuards()
    {
        var key = CryptographicOperations.HashData(HashAlgorithmName.MD5, "マトリックス:example.org:TheMatrIX"u8);
        var packet = Rfc5769.LongTerm;
        var read = 0;
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            if (StunReader.TryRead(packet, out var message) == StunStatus.Ok)
            {
                read++;
                Assert.False(message.Verify(key), $"bit {bit}");
            }

            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(read > 500, $"{read} of {packet.Length * 8} were read");
    }
}
