using RtcCluster.Media.Srtp;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A packet of a peer: protected by it, it is read as it was; as it stands, it is refused with its bytes left alone.</summary>
/// <remarks>The first byte chooses profile, and RTP or RTCP; the rest is the packet.</remarks>
public sealed class SrtpTarget : FuzzTarget
{
    private static readonly SrtpProfile[] Profiles = [SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.Aes128CmSha1Tag32, SrtpProfile.AeadAes128Gcm];

    public override string Kind => "srtp";

    public override int MaxLength => 1_500;

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0x80, 0x00, 0x00, 0x01], [0x90, 0x00], [0x8F, 0x00], [0xB0, 0x60], [0xBE, 0xDE, 0x00, 0x01], [0xBE, 0xDE, 0xFF, 0xFF], [0x80, 0xC8, 0x00, 0x06], [0x81, 0xC9, 0x00, 0x07], [0x80, 0x00, 0x00, 0x01, 0x80, 0x00, 0x00, 0x01], [0xFF, 0xFF]];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return Verdict.Refused("empty");
        }

        var profile = Profiles[input[0] % Profiles.Length];
        var key = new SrtpMasterKey(profile, new byte[SrtpProfiles.KeyLength], new byte[profile.SaltLength()]);
        return input[0] < 0x80 ? Rtp(key, input[1..]) : Rtcp(key, input[1..]);
    }

    private static Verdict Rtp(SrtpMasterKey key, ReadOnlySpan<byte> packet)
    {
        using var sender = new SrtpSendContext(key);
        using var receiver = new SrtpReceiveContext(key);
        var copy = packet.ToArray();
        if (receiver.UnprotectRtp(copy, out _) != SrtpStatus.Ok)
        {
            Demand(packet.SequenceEqual(copy), "a refused packet was changed");
        }

        var buffer = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(buffer);
        var status = sender.ProtectRtp(buffer, packet.Length, out var length);
        if (status != SrtpStatus.Ok)
        {
            return Verdict.Of(status, SrtpStatus.Ok);
        }

        var sent = buffer.AsSpan(0, length);
        var again = sent.ToArray();
        Demand(receiver.UnprotectRtp(sent, out var read) == SrtpStatus.Ok, "what was protected is refused");
        Demand(sent[..read].SequenceEqual(packet), "what was protected is read as something else");
        Demand(receiver.UnprotectRtp(again, out _) == SrtpStatus.Replayed, "a packet is taken twice");
        return Verdict.Parsed;
    }

    private static Verdict Rtcp(SrtpMasterKey key, ReadOnlySpan<byte> packet)
    {
        using var sender = new SrtpSendContext(key);
        using var receiver = new SrtpReceiveContext(key);
        var copy = packet.ToArray();
        if (receiver.UnprotectRtcp(copy, out _) != SrtpStatus.Ok)
        {
            Demand(packet.SequenceEqual(copy), "a refused compound was changed");
        }

        var buffer = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(buffer);
        var status = sender.ProtectRtcp(buffer, packet.Length, out var length);
        if (status != SrtpStatus.Ok)
        {
            return Verdict.Of(status, SrtpStatus.Ok);
        }

        var sent = buffer.AsSpan(0, length);
        var again = sent.ToArray();
        Demand(receiver.UnprotectRtcp(sent, out var read) == SrtpStatus.Ok, "what was protected is refused");
        Demand(sent[..read].SequenceEqual(packet), "what was protected is read as something else");
        Demand(receiver.UnprotectRtcp(again, out _) == SrtpStatus.Replayed, "a compound is taken twice");
        return Verdict.Parsed;
    }
}
