using System.Text.RegularExpressions;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Tests.Ice;
using RtcCluster.Media.Tests.Sdp;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A page with a telephone in it: what it offers, its checks, its SRTP, and what it heard. A page that is loaded anew is another one.</summary>
internal sealed class WebPage(int seed, IceFlow home, uint ssrc) : IDisposable
{
    private readonly IceFlow _edge = Browser.At("127.0.0.9", 20000);
    private IceCredentials _local = Browser.Credentials(seed);
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private ushort _sequence = (ushort)(ssrc * 31);
    private uint _timestamp = ssrc * 7;

    /// <summary>Where its packets come from.</summary>
    public IceFlow Home { get; set; } = home;

    public IceControlling? Checks { get; private set; }

    /// <summary>Plain packets, as they were after SRTP.</summary>
    public List<byte[]> Heard { get; } = [];

    public List<byte[]> Reports { get; } = [];

    /// <summary>The fragment that the newest answer gave it.</summary>
    public string EdgeUfrag { get; private set; } = "";

    public string Answer { get; private set; } = "";

    public string Offer(string direction = "sendrecv", string formats = "111 63 9 0 8 13 110 126") => ChromiumOffer.Audio
        .Replace(ChromiumOffer.Ufrag, _local.Ufrag, StringComparison.Ordinal)
        .Replace(ChromiumOffer.Password, _local.Password, StringComparison.Ordinal)
        .Replace(ChromiumOffer.Fingerprint, $"sha-256 {seed % 100:D2}{ChromiumOffer.Fingerprint[10..]}", StringComparison.Ordinal)
        .Replace("111 63 9 0 8 13 110 126", formats, StringComparison.Ordinal)
        .Replace("a=sendrecv", "a=" + direction, StringComparison.Ordinal);

    /// <summary>Other credentials for the next offer.</summary>
    public void RestartIce(int newSeed) => _local = Browser.Credentials(newSeed);

    public void Take(string answer, long now)
    {
        Answer = answer;
        var ufrag = Value(answer, "ice-ufrag");
        if (ufrag == EdgeUfrag)
        {
            return;
        }

        EdgeUfrag = ufrag;
        Assert.True(IceCredentials.TryMake(ufrag, Value(answer, "ice-pwd"), out var remote));
        if (Checks is null)
        {
            Checks = new IceControlling(new IceControllingOptions { Local = _local, Remote = remote!, Destination = _edge, TieBreaker = 7 }, (ulong)seed, now);
        }
        else
        {
            Checks.Restart(_local, remote!, now);
        }
    }

    /// <summary>Takes its keys and gives those of the edge, as a handshake would.</summary>
    public SrtpKeys Secure(SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        var (ours, theirs) = (Key(profile, 1), Key(profile, 2));
        _send = new SrtpSendContext(ours);
        _receive = new SrtpReceiveContext(theirs);
        return new SrtpKeys(theirs, ours);
    }

    /// <summary>The next packet of 20 ms, protected.</summary>
    public byte[] Speak(byte[] payload, int payloadType, uint step)
    {
        var packet = new byte[RtpHeader.FixedLength + payload.Length];
        new RtpHeader { PayloadType = (byte)payloadType, Sequence = _sequence++, Timestamp = _timestamp, Ssrc = ssrc }.Write(packet);
        payload.CopyTo(packet, RtpHeader.FixedLength);
        _timestamp += step;
        return Seal(packet, isRtcp: false);
    }

    /// <summary>A packet of a key: its audio pauses meanwhile.</summary>
    public byte[] Press(byte key, bool end, int duration, int payloadType) =>
        Speak([key, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration], payloadType, 0);

    /// <summary>An empty receiver report, protected.</summary>
    public byte[] Report()
    {
        var packet = new byte[8];
        (packet[0], packet[1], packet[3]) = (0x80, 201, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return Seal(packet, isRtcp: true);
    }

    /// <summary>Takes what the edge sent.</summary>
    public void Hear(byte[] packet, long now)
    {
        switch (PacketKinds.Of(packet))
        {
            case PacketKind.Stun:
                Checks!.Receive(packet, _edge, now);
                break;
            case PacketKind.Rtp:
                Assert.Equal(SrtpStatus.Ok, _receive!.UnprotectRtp(packet, out var length));
                Heard.Add(packet[..length]);
                break;
            case PacketKind.Rtcp:
                Assert.Equal(SrtpStatus.Ok, _receive!.UnprotectRtcp(packet, out var reportLength));
                Reports.Add(packet[..reportLength]);
                break;
            default:
                Assert.Fail("The edge sent something else.");
                break;
        }
    }

    /// <summary>A packet of its own, protected.</summary>
    public byte[] Seal(byte[] packet, bool isRtcp)
    {
        var buffer = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(buffer, 0);
        var status = isRtcp ? _send!.ProtectRtcp(buffer, packet.Length, out var length) : _send!.ProtectRtp(buffer, packet.Length, out length);
        Assert.Equal(SrtpStatus.Ok, status);
        return buffer[..length];
    }

    public void Dispose()
    {
        _send?.Dispose();
        _receive?.Dispose();
    }

    private SrtpMasterKey Key(SrtpProfile profile, byte direction)
    {
        var key = new byte[SrtpProfiles.KeyLength];
        (key[0], key[1]) = ((byte)seed, direction);
        return new SrtpMasterKey(profile, key, new byte[profile.SaltLength()]);
    }

    private static string Value(string sdp, string attribute) => Regex.Match(sdp, $"a={attribute}:(\\S+)").Groups[1].Value;
}
