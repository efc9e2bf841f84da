using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A telephone with SRTP talks with one without.</summary>
public sealed class SdesRelayTests : IDisposable
{
    private readonly CallMedia _media = new(CallMediaOptions.Default, 42, 0);
    private readonly byte[] _buffer = new byte[1_500];
    private readonly Phone _alice = new("127.0.0.1", 30000, 440, 0xA11CE);
    private readonly Phone _bob = new("127.0.0.1", 31000, 1000, 0xB0B);
    private SrtpSendContext _send;
    private SrtpReceiveContext _receive;

    public SdesRelayTests()
    {
        byte next = 0;
        Assert.True(_media.AddLeg(A, Leg(20100) with { Sdes = new SdesLegOptions { NewSecret = length => [.. Enumerable.Repeat(++next, length)] } }, 0));
        Assert.True(_media.AddLeg(B, Leg(20102), 0));
        (_send, _receive) = Offer(Secret(9));
        Assert.NotEmpty(_media.MakeOffer(B, A, 0));
        Assert.Equal(NegotiationStatus.Accepted, _media.AcceptAnswer(B, _bob.Sdp(), 0));
        _media.Connect(A, B, 0);
    }

    public void Dispose()
    {
        _send.Dispose();
        _receive.Dispose();
    }

    [Fact]
    public void BothHearEachOther()
    {
        var spoken = _alice.Speak();
        var forward = Arrive(A, Protect(spoken), _alice);
        Assert.Equal((B, spoken.Length), (forward.Target, forward.Length));
        Assert.Equal(spoken[12..], _buffer[12..forward.Length]);

        spoken = _bob.Speak();
        forward = Arrive(B, spoken, _bob);
        Assert.Equal((A, spoken.Length + SrtpProfile.Aes128CmSha1Tag80.RtpTagLength()), (forward.Target, forward.Length));
        Assert.Equal(SrtpStatus.Ok, _receive.UnprotectRtp(_buffer.AsSpan(0, forward.Length), out var length));
        Assert.Equal(spoken[12..], _buffer[12..length]);
    }

    [Fact]
    public void AFaxInPackets_WhichAreInClear_IsForWhoHasNoKeys()
    {
        Assert.Null(_media.ImageDestination(A, _alice.Rtp));
        Assert.Equal(_bob.Rtp, _media.ImageDestination(B, _bob.Rtp));
    }

    [Fact]
    public void WhatIsPlainForgedRepeatedOrAStrangersIsDropped_AndLocksNothing()
    {
        Assert.True(Arrive(A, _alice.Speak(), new Phone("127.0.0.1", 30000, 1, 1)).IsNone);
        var packet = Protect(_alice.Speak());
        var forged = packet.ToArray();
        forged[20] ^= 1;
        Assert.True(Arrive(A, forged, _alice).IsNone);
        Assert.False(Arrive(A, packet, _alice).IsNone);
        Assert.True(Arrive(A, packet, _alice).IsNone);
        Assert.True(Arrive(A, Protect(_alice.Speak()), new Phone("127.0.0.7", 30000, 1, 1)).IsNone);
        var statistics = _media.Statistics(A)!;
        Assert.Equal((1, 2, 1, 1), (statistics.Received, statistics.NotAuthentic, statistics.Replayed, statistics.Strangers));
    }

    [Fact]
    public void Rfc4568_7_1_4_AHoldWithTheSameKeyGoesOnCounting_AndANewKeyBeginsAnew()
    {
        Arrive(A, Protect(_alice.Speak()), _alice);
        _receive.Dispose();
        (_, _receive) = Offer(Secret(9));
        Assert.False(Arrive(A, Protect(_alice.Speak()), _alice).IsNone);

        _send.Dispose();
        _receive.Dispose();
        (_send, _receive) = Offer(Secret(8));
        Assert.False(Arrive(A, Protect(_alice.Speak()), _alice).IsNone);
    }

    [Fact]
    public void ReportsAreProtectedToo()
    {
        var plain = new byte[8];
        (plain[0], plain[1], plain[3]) = (0x80, 201, 1);
        _media.Receive(A, true, plain, plain.Length, _alice.Rtcp, 0);
        Assert.Equal(1, _media.Statistics(A)!.NotAuthentic + _media.Statistics(A)!.Undecipherable);

        var report = new byte[8 + SrtpProfiles.MaxOverhead];
        (report[0], report[1], report[3]) = (0x80, 201, 1);
        Assert.Equal(SrtpStatus.Ok, _send.ProtectRtcp(report, 8, out var length));
        _media.Receive(A, true, report, length, _alice.Rtcp, 0);
        Assert.Equal(0, _media.Statistics(A)!.Malformed);
        Assert.False(Arrive(B, _bob.Speak(), _bob).IsNone);
        _media.RemoveLeg(A, 0);
        var bye = Assert.Single(Drain(), static e => e is { Kind: MediaEffectKind.Send, IsRtcp: true }).Packet.ToArray();
        Assert.Equal(SrtpStatus.Ok, _receive.UnprotectRtcp(bye, out _));
    }

    private static byte[] Secret(byte value) => [.. Enumerable.Repeat(value, 30)];

    private (SrtpSendContext Send, SrtpReceiveContext Receive) Offer(byte[] secret)
    {
        var ours = SdesCrypto.Offer(1, SrtpProfile.Aes128CmSha1Tag80, secret);
        var offer = Encoding.ASCII.GetString(_alice.Sdp()).Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal) + $"a=crypto:{ours.WriteValue()}\r\n";
        Assert.Equal(NegotiationStatus.Accepted, _media.AcceptOffer(A, Encoding.ASCII.GetBytes(offer), 0));
        var answer = Encoding.ASCII.GetString(_media.MakeAnswer(A, LegSlot.None, 0));
        var line = answer.Split("\r\n").Single(static l => l.StartsWith("a=crypto:", StringComparison.Ordinal))[9..];
        Assert.True(SdesCrypto.TryAccept(line, [ours], out var keys));
        return (new SrtpSendContext(keys!.Send), new SrtpReceiveContext(keys.Receive));
    }

    private byte[] Protect(byte[] packet)
    {
        var room = new byte[packet.Length + SrtpProfiles.MaxOverhead];
        packet.CopyTo(room, 0);
        Assert.Equal(SrtpStatus.Ok, _send.ProtectRtp(room, packet.Length, out var length));
        return room[..length];
    }

    private RtpForward Arrive(LegSlot leg, byte[] packet, Phone from)
    {
        packet.CopyTo(_buffer, 0);
        return _media.Receive(leg, false, _buffer, packet.Length, from.Rtp, 0);
    }

    private List<MediaEffect> Drain()
    {
        var effects = new List<MediaEffect>();
        while (_media.TryTake(out var effect))
        {
            effects.Add(effect with { Packet = effect.Packet.ToArray() });
        }

        return effects;
    }
}
