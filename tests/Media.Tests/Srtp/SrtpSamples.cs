using System.Buffers.Binary;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Srtp;

/// <summary>Keys and packets of the SRTP tests.</summary>
internal static class SrtpSamples
{
    public const uint Ssrc = 0xCAFE_BABE;

    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.Aes128CmSha1Tag32, SrtpProfile.AeadAes128Gcm];

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));

    public static SrtpMasterKey Key(SrtpProfile profile, int salt = 0)
    {
        var key = new byte[16];
        var masterSalt = new byte[profile.SaltLength()];
        new Random(1000 + salt).NextBytes(key);
        new Random(2000 + salt).NextBytes(masterSalt);
        return new SrtpMasterKey(profile, key, masterSalt);
    }

    /// <summary>A packet with its sequence number as payload.</summary>
    public static byte[] Packet(ushort sequence, uint ssrc = Ssrc, int payload = 160)
    {
        var packet = new byte[12 + payload];
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)sequence * 160);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        packet.AsSpan(12).Fill((byte)sequence);
        return packet;
    }

    /// <summary>A receiver report.</summary>
    public static byte[] Report(uint ssrc = Ssrc)
    {
        byte[] packet = [0x81, 201, 0, 7, .. new byte[28]];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        packet.AsSpan(8).Fill(0x5A);
        return packet;
    }

    public static byte[] Protect(this SrtpSendContext context, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(buffer, 0);
        Assert.Equal(SrtpStatus.Ok, context.ProtectRtp(buffer, packet.Length, out var length));
        return buffer[..length];
    }

    public static byte[] ProtectReport(this SrtpSendContext context, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(buffer, 0);
        Assert.Equal(SrtpStatus.Ok, context.ProtectRtcp(buffer, packet.Length, out var length));
        return buffer[..length];
    }

    public static SrtpStatus Take(this SrtpReceiveContext context, byte[] datagram, out byte[] packet)
    {
        var copy = (byte[])datagram.Clone();
        var status = context.UnprotectRtp(copy, out var length);
        packet = copy[..length];
        return status;
    }

    public static SrtpStatus TakeReport(this SrtpReceiveContext context, byte[] datagram, out byte[] packet)
    {
        var copy = (byte[])datagram.Clone();
        var status = context.UnprotectRtcp(copy, out var length);
        packet = copy[..length];
        return status;
    }
}
