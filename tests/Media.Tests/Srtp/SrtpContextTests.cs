using System.Buffers.Binary;
using CsCheck;
using RtcCluster.Media.Srtp;
using static RtcCluster.Media.Tests.Srtp.SrtpSamples;

namespace RtcCluster.Media.Tests.Srtp;

public class SrtpContextTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<SrtpProfile> Profiles => SrtpSamples.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AnyPacketIsProtectedAsTheRfcSays_AndComesBack(SrtpProfile profile) =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[-1, 8], Gen.Byte.Array[0, 1_300], Gen.UShort, Gen.UInt).Sample(
            (sources, extension, payload, sequence, ssrc) =>
            {
                byte[] packet = [.. Packet(sequence, ssrc, 0), .. new byte[sources * 4], .. Extension(extension), .. payload];
                packet[0] = (byte)(0x80 | sources | (extension >= 0 ? 0x10 : 0));
                using var sender = new SrtpSendContext(Key(profile));
                using var receiver = new SrtpReceiveContext(Key(profile));
                var datagram = sender.Protect(packet);
                return datagram.AsSpan().SequenceEqual(PlainSrtp.Protect(Key(profile), packet, packet.Length - payload.Length, sequence))
                    && receiver.Take(datagram, out var taken) == SrtpStatus.Ok && taken.AsSpan().SequenceEqual(packet);
            },
            seed: Seed,
            iter: 300);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AnyReportIsProtectedAsTheRfcSays_AndComesBack(SrtpProfile profile) =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.UInt, Gen.Int[1, 4]).Sample(
            (body, ssrc, reports) =>
            {
                byte[] packet = [.. Report(ssrc), .. body];
                using var sender = new SrtpSendContext(Key(profile));
                using var receiver = new SrtpReceiveContext(Key(profile));
                for (uint index = 0; index < reports; index++)
                {
                    var datagram = sender.ProtectReport(packet);
                    if (!datagram.AsSpan().SequenceEqual(PlainSrtp.ProtectRtcp(Key(profile), packet, index))
                        || receiver.TakeReport(datagram, out var taken) != SrtpStatus.Ok || !taken.AsSpan().SequenceEqual(packet))
                    {
                        return false;
                    }
                }

                return true;
            },
            seed: Seed,
            iter: 200);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ThreeRoundsWithLossAndReorderingArriveWhole(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var random = new Random(11);
        var block = new List<byte[]>();
        var refused = 0;
        for (var i = 0; i < 200_000; i++)
        {
            block.Add(sender.Protect(Packet((ushort)(65_530 + i), payload: 20)));
            if (block.Count < 100)
            {
                continue;
            }

            // 100 packets in any order, one in fifty lost: never further apart than the window is long.
            foreach (var datagram in block.OrderBy(_ => random.Next()).Where(_ => random.Next(50) > 0))
            {
                refused += receiver.Take(datagram, out var packet) == SrtpStatus.Ok && packet[12] == packet[3] ? 0 : 1;
            }

            block.Clear();
        }

        Assert.Equal(0, refused);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AFirstSequenceNumberNearTheEndWraps(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        foreach (ushort sequence in new[] { 65_534, 65_535, 0, 1 })
        {
            Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(sequence)), out var packet));
            Assert.Equal(Packet(sequence), packet);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AStreamWhosePacketsBeforeTheWrapWereLost_IsTakenFromItsSecondRoundOn(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var late = sender.Protect(Packet(65_535));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(0)), out _));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(1)), out var packet));
        Assert.Equal(Packet(1), packet);
        Assert.Equal(SrtpStatus.Ok, receiver.Take(late, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ALatePacketOfTheRoundBefore_IsTaken(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var datagrams = new[] { 65_533, 65_534, 65_535, 0, 1 }.Select(sequence => sender.Protect(Packet((ushort)sequence))).ToArray();
        foreach (var place in new[] { 0, 3, 4, 2, 1 })
        {
            Assert.Equal(SrtpStatus.Ok, receiver.Take(datagrams[place], out _));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rfc3711_3_3_2_AReplayIsRefused_AndSoIsWhatIsOlderThanTheWindow(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var datagrams = Enumerable.Range(0, 200).Select(sequence => sender.Protect(Packet((ushort)sequence))).ToArray();
        Assert.Equal(SrtpStatus.Ok, receiver.Take(datagrams[199], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.Take(datagrams[199], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.Take(datagrams[199 - ReplayWindow.Length], out _));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(datagrams[200 - ReplayWindow.Length], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.Take(datagrams[200 - ReplayWindow.Length], out _));

        var reports = Enumerable.Range(0, 200).Select(_ => sender.ProtectReport(Report())).ToArray();
        Assert.Equal(SrtpStatus.Ok, receiver.TakeReport(reports[199], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.TakeReport(reports[199], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.TakeReport(reports[0], out _));
        Assert.Equal(SrtpStatus.Ok, receiver.TakeReport(reports[198], out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AFlippedBitAnywhereIsRefused_AndLeavesNoTrace(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile), maxStreams: 1);
        var datagram = sender.Protect(Packet(7, payload: 33));
        var report = sender.ProtectReport(Report());
        for (var bit = 0; bit < datagram.Length * 8; bit++)
        {
            Assert.NotEqual(SrtpStatus.Ok, receiver.Take(Flipped(datagram, bit), out _));
        }

        for (var bit = 0; bit < report.Length * 8; bit++)
        {
            Assert.NotEqual(SrtpStatus.Ok, receiver.TakeReport(Flipped(report, bit), out _));
        }

        // Neither the table nor the windows moved: forged sources took no place, forged sequence numbers no round.
        Assert.Equal(SrtpStatus.Ok, receiver.Take(datagram, out _));
        Assert.Equal(SrtpStatus.Ok, receiver.TakeReport(report, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ShortAndMalformedPacketsAreRefused(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var datagram = sender.Protect(Packet(1, payload: 0));
        var report = sender.ProtectReport(Report());
        for (var length = 0; length < datagram.Length; length++)
        {
            Assert.Equal(length < 12 + profile.RtpTagLength() ? SrtpStatus.TooShort : SrtpStatus.NotAuthentic, receiver.Take(datagram[..length], out _));
        }

        for (var length = 0; length < report.Length; length++)
        {
            Assert.Equal(length < 12 + profile.RtcpTagLength() ? SrtpStatus.TooShort : SrtpStatus.NotAuthentic, receiver.TakeReport(report[..length], out _));
        }

        datagram[0] = 0x40;
        Assert.Equal(SrtpStatus.Malformed, receiver.Take(datagram, out _));
        datagram[0] = 0x8F;
        Assert.Equal(SrtpStatus.Malformed, receiver.Take(datagram, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.Take([0x90, .. datagram[1..12], 0, 0, 0xFF, 0xFF, .. new byte[30]], out _));
        report[0] = 0x41;
        Assert.Equal(SrtpStatus.Malformed, receiver.TakeReport(report, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void SourcesAreBounded_AndAStrangerDoesNotTakeAPlace(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile), maxStreams: 3);
        using var receiver = new SrtpReceiveContext(Key(profile), maxStreams: 2);
        using var stranger = new SrtpSendContext(Key(profile, salt: 1));
        Assert.Equal(SrtpStatus.NotAuthentic, receiver.Take(stranger.Protect(Packet(1, ssrc: 99)), out _));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(1, ssrc: 1)), out _));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(1, ssrc: 2)), out _));
        Assert.Equal(SrtpStatus.TooManyStreams, receiver.Take(sender.Protect(Packet(1, ssrc: 3)), out _));
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(Packet(2, ssrc: 1)), out _));
        var buffer = Room(Packet(1, ssrc: 4));
        Assert.Equal(SrtpStatus.TooManyStreams, sender.ProtectRtp(buffer, 172, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void AnIndexIsUsedOnce_AndABufferWithoutRoomIsRefused(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        var buffer = Room(Packet(5));
        Assert.Equal(SrtpStatus.NoRoom, sender.ProtectRtp(buffer.AsSpan(0, 172 + profile.RtpTagLength() - 1), 172, out _));
        Assert.Equal(SrtpStatus.Ok, sender.ProtectRtp(buffer, 172, out var length));
        Assert.Equal(172 + profile.RtpTagLength(), length);
        buffer = Room(Packet(5));
        Assert.Equal(SrtpStatus.Replayed, sender.ProtectRtp(buffer, 172, out length));
        Assert.Equal(0, length);
        Assert.Equal(Packet(5), buffer[..172]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void NothingIsAllocatedPerPacket(SrtpProfile profile)
    {
        using var sender = new SrtpSendContext(Key(profile));
        using var receiver = new SrtpReceiveContext(Key(profile));
        var buffer = Room(Packet(0));
        var before = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            if (i == 1_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)i);
            var status = sender.ProtectRtp(buffer, 172, out var length);
            status |= receiver.UnprotectRtp(buffer.AsSpan(0, length), out _);
            status |= sender.ProtectRtcp(buffer, 100, out length);
            status |= receiver.UnprotectRtcp(buffer.AsSpan(0, length), out _);
            if (status != SrtpStatus.Ok)
            {
                Assert.Fail($"{status} at {i}");
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void NoKeyIsShown()
    {
        var key = Key(SrtpProfile.AeadAes128Gcm);
        var text = new SrtpKeys(key, key).ToString();
        Assert.DoesNotContain(Convert.ToHexString(key.GetKey()), text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("SrtpMasterKey { AeadAes128Gcm }", key.ToString());
    }

    private static byte[] Extension(int words) => words < 0 ? [] : [0xBE, 0xDE, 0, (byte)words, .. new byte[words * 4]];

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] Room(byte[] packet) => [.. packet, .. new byte[SrtpProfiles.MaxOverhead]];
}
