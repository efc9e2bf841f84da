using System.Buffers.Binary;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Video;

public sealed class VideoRelayTests : IDisposable
{
    private const int Transport = 205;
    private const int Payload = 206;
    private const int Vp8 = 96;
    private const int OtherVp8 = 120;
    private static readonly PictureOffer First = new();
    private static readonly PictureOffer Second = new() { Vp8 = OtherVp8, Vp8Repair = 121, H264 = 122, SendTime = 5, Orientation = 6 };
    private readonly BrowserBench _bench = new() { TakesVideo = true };
    private readonly WebPage _alice;
    private readonly WebPage _berta;
    private readonly Camera _one;
    private readonly Camera _two;

    public VideoRelayTests()
    {
        _alice = _bench.Load(1, "192.0.2.10", 50000, 0xA1);
        _berta = _bench.Load(2, "192.0.2.20", 50001, 0xB1);
        _bench.Incoming(A, _alice, First.Behind(_alice.Offer()));
        _bench.Incoming(B, _berta, Second.Behind(_berta.Offer()));
        _bench.Answer(B, _berta, A);
        _bench.Media.Connect(A, B, _bench.Now);
        _bench.Answer(A, _alice, B);
        _bench.Shake(A, _alice);
        _bench.Shake(B, _berta);
        _one = new Camera(_bench, _alice, 0xA11CE0, 65_534, 1_000);
        _two = new Camera(_bench, _berta, 0xBE27A0, 40_000, 9_000_000);
    }

    public void Dispose() => _bench.Dispose();

    private static RtpHeader HeaderOf(byte[] packet)
    {
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    }

    /// <summary>What the pages know each other's picture by.</summary>
    private static (uint Picture, uint Repairs) Known(WebPage page)
    {
        var group = page.Answer.Split("\r\n").Single(static line => line.StartsWith("a=ssrc-group:FID ", StringComparison.Ordinal)).Split(' ');
        return (uint.Parse(group[1], null), uint.Parse(group[2], null));
    }

    /// <summary>The packets of the compounds that a page got, of one type.</summary>
    private static List<byte[]> Told(WebPage page, int type)
    {
        var found = new List<byte[]>();
        foreach (var compound in page.Reports)
        {
            Assert.Equal(RtcpStatus.Ok, RtcpReader.Validate(compound));
            Assert.True(compound[1] is 200 or 201, "a compound begins with a report");
            for (var at = 0; at < compound.Length; at += (BinaryPrimitives.ReadUInt16BigEndian(compound.AsSpan(at + 2)) + 1) * 4)
            {
                if (compound[at + 1] == type)
                {
                    found.Add(compound[at..(at + ((BinaryPrimitives.ReadUInt16BigEndian(compound.AsSpan(at + 2)) + 1) * 4))]);
                }
            }
        }

        return found;
    }

    private static uint Word(byte[] packet, int at) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(at));

    [Fact]
    public void APictureComesWithTheNumbersOfWhoSeesIt()
    {
        _one.Show(Vp8, [1, 2, 3]);
        _one.Show(Vp8, [4]);
        _one.Show(Vp8, [5]);
        Assert.Equal(3, _berta.Heard.Count);
        var headers = _berta.Heard.ConvertAll(HeaderOf);
        Assert.All(headers, header => Assert.Equal((OtherVp8, Known(_berta).Picture, true), (header.PayloadType, header.Ssrc, header.Marker)));
        Assert.Equal([1, 1], headers.Zip(headers.Skip(1), static (former, next) => (int)(ushort)(next.Sequence - former.Sequence)));
        Assert.Equal([3_000u, 3_000u], headers.Zip(headers.Skip(1), static (former, next) => next.Timestamp - former.Timestamp));
        Assert.Equal([1, 2, 3], _berta.Heard[0][12..]);
        Assert.Equal((3, 0, 3), (_bench.Media.Statistics(A)!.VideoReceived, _bench.Media.Statistics(A)!.VideoUnseen, _bench.Media.Statistics(B)!.VideoSent));
    }

    [Fact]
    public void TheSoundIsNotTouchedByThePicture()
    {
        _one.Show(Vp8, [1]);
        _bench.Speak(_alice, 111, 960, [9]);
        _one.Show(Vp8, [2]);
        _bench.Speak(_alice, 111, 960, [8]);
        var sound = _berta.Heard.Where(static packet => HeaderOf(packet).PayloadType == 111).ToList();
        Assert.Equal([[9], [8]], sound.ConvertAll(static packet => packet[12..]));
        Assert.Equal(1, (ushort)(HeaderOf(sound[1]).Sequence - HeaderOf(sound[0]).Sequence));
        Assert.Equal((2, 0), (_bench.Media.Statistics(A)!.Received, _bench.Media.Statistics(A)!.Lost));
    }

    [Fact]
    public void Rfc8285_HeaderExtensionsAreRenumbered_AndWhatWasNotAgreedOnBecomesPadding()
    {
        // abs-send-time of three bytes, transport-cc of two, orientation of one.
        _one.Show(Vp8, [7], 0x22, 0xAA, 0xBB, 0xCC, 0x31, 1, 2, 0xD0, 3, 0, 0, 0);
        var packet = Assert.Single(_berta.Heard);
        Assert.Equal([0xBE, 0xDE, 0, 3, 0x52, 0xAA, 0xBB, 0xCC, 0, 0, 0, 0x60, 3, 0, 0, 0, 7], packet[12..]);
    }

    [Fact]
    public void Rfc8285_AnElementBeyondTheEndEmptiesTheRest()
    {
        _one.Show(Vp8, [7], 0x22, 0xAA, 0xBB, 0xCC, 0xDF, 1, 2, 3);
        Assert.Equal([0x52, 0xAA, 0xBB, 0xCC, 0, 0, 0, 0, 7], Assert.Single(_berta.Heard)[16..]);
    }

    [Fact]
    public void Rfc4588_ARetransmissionNamesThePacketByTheNumberThatItGotHere()
    {
        _one.Show(Vp8, [1]);
        var lost = _one.Next;
        _one.Lose();
        _one.Show(Vp8, [3]);
        _one.Repeat(97, lost, [2]);
        var repeated = _berta.Heard[2];
        Assert.Equal((121, Known(_berta).Repairs), (HeaderOf(repeated).PayloadType, HeaderOf(repeated).Ssrc));
        Assert.Equal((ushort)(HeaderOf(_berta.Heard[0]).Sequence + 1), BinaryPrimitives.ReadUInt16BigEndian(repeated.AsSpan(12)));
        Assert.Equal([2], repeated[14..]);
    }

    [Fact]
    public void Rfc4585_6_2_1_LossesAreToldTheSenderByItsOwnNumbers()
    {
        _one.Show(Vp8, [1]);
        var lost = _one.Next;
        _one.Lose();
        _one.Show(Vp8, [3]);
        var missed = (ushort)(HeaderOf(_berta.Heard[0]).Sequence + 1);
        _alice.Reports.Clear();
        _two.Say(Transport, 1, Known(_berta).Picture, (byte)(missed >> 8), (byte)missed, 0x80, 1);
        var nack = Assert.Single(Told(_alice, Transport));
        Assert.Equal((0x81, 16, Known(_alice).Picture, _one.Ssrc), (nack[0], nack.Length, Word(nack, 4), Word(nack, 8)));
        Assert.Equal((lost, 0x8001), (BinaryPrimitives.ReadUInt16BigEndian(nack.AsSpan(12)), BinaryPrimitives.ReadUInt16BigEndian(nack.AsSpan(14))));
    }

    [Fact]
    public void Rfc4585_6_3_1_AWishForAWholePictureReachesItsSender()
    {
        _one.Show(Vp8, [1]);
        _alice.Reports.Clear();
        _two.Say(Payload, 1, Known(_berta).Picture);
        var wish = Assert.Single(Told(_alice, Payload));
        Assert.Equal((0x81, 12, _one.Ssrc), (wish[0], wish.Length, Word(wish, 8)));
        _two.Say(Payload, 1, 0x1234);
        Assert.Single(Told(_alice, Payload));
    }

    [Fact]
    public void Rfc5104_4_3_1_AFullIntraRequestNamesTheSenderBehindItsHeader()
    {
        _one.Show(Vp8, [1]);
        _alice.Reports.Clear();
        var known = BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(Known(_berta).Picture));
        _two.Say(Payload, 4, 0, [1, 2, 3, 4, 9, 0, 0, 0, .. known, 7, 0, 0, 0]);
        var request = Assert.Single(Told(_alice, Payload));
        Assert.Equal((0x84, 20, 0u, _one.Ssrc, (byte)7), (request[0], request.Length, Word(request, 8), Word(request, 12), request[16]));
    }

    [Fact]
    public void TheBandwidthThatOneEstimatesIsToldTheOther()
    {
        _one.Show(Vp8, [1]);
        _alice.Reports.Clear();
        var known = BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(Known(_berta).Picture));
        _two.Say(Payload, 15, 0, [.. "REMB"u8, 2, 0x0B, 0x12, 0x34, 1, 2, 3, 4, .. known]);
        var estimate = Assert.Single(Told(_alice, Payload));
        Assert.Equal((24, (byte)1, 0x0B1234u, _one.Ssrc), (estimate.Length, estimate[16], Word(estimate, 16) & 0xFFFFFF, Word(estimate, 20)));
    }

    [Fact]
    public void Rfc3550_6_4_1_ReportsOfThePictureAreThoseOfTheWholeWay()
    {
        _one.Show(Vp8, [1]);
        _one.Report(0x0000_0001_8000_0000);
        var sent = Told(_berta, 200).Single(report => Word(report, 4) == Known(_berta).Picture);
        Assert.Equal((1u, 0x8000_0000u), (Word(sent, 8), Word(sent, 12)));
        Assert.Equal(HeaderOf(_berta.Heard[0]).Timestamp + 3_000, Word(sent, 16));

        _alice.Reports.Clear();
        var highest = 0x0001_0000u | HeaderOf(_berta.Heard[0]).Sequence;
        _two.Report(new RtcpReportBlock(Known(_berta).Picture, 64, 3, highest, 20, 0x0001_8000, 500));
        _two.Report(new RtcpReportBlock(Known(_berta).Picture, 64, 3, highest, 20, 0x0007_7777, 500));
        var reports = Told(_alice, 201);
        Assert.Equal(2, reports.Count);
        Assert.Equal((_one.Ssrc, (byte)64, 20u, 0x0001_8000u, 500u), (Word(reports[0], 8), reports[0][12], Word(reports[0], 20), Word(reports[0], 24), Word(reports[0], 28)));
        Assert.Equal(65_534, BinaryPrimitives.ReadUInt16BigEndian(reports[0].AsSpan(18)));
        Assert.Equal((0u, 0u), (Word(reports[1], 24), Word(reports[1], 28)));
    }

    [Fact]
    public void WhenTwoSeeEachOtherAnewTheSenderIsAskedForAWholePicture_AndNumbersGoOn()
    {
        _one.Show(Vp8, [1]);
        Assert.Equal(_one.Ssrc, Word(Assert.Single(Told(_alice, Payload)), 8));
        _bench.Media.Play(B, new SilenceSource(), _bench.Now);
        _one.Show(Vp8, [2]);
        _one.Show(Vp8, [3]);
        Assert.Single(_berta.Heard, static packet => HeaderOf(packet).PayloadType == OtherVp8);

        _bench.Media.Connect(A, B, _bench.Now);
        _one.Show(Vp8, [4]);
        var seen = _berta.Heard.Where(static packet => HeaderOf(packet).PayloadType == OtherVp8).ToList();
        Assert.Equal(2, seen.Count);
        Assert.Equal(1, (ushort)(HeaderOf(seen[1]).Sequence - HeaderOf(seen[0]).Sequence));
        Assert.Equal(2, Told(_alice, Payload).Count);
        Assert.Equal(0, _bench.Count(MediaEffectKind.AnswerOutdated));
    }

    [Fact]
    public void APageThatWasLoadedAnewSendsAnotherSource_AndLatePacketsOfTheFormerAreLeftOut()
    {
        _one.Show(Vp8, [1]);
        var anew = new Camera(_bench, _alice, 0xD00D, 5, 77);
        anew.Show(Vp8, [2]);
        _one.Show(Vp8, [9]);
        anew.Show(Vp8, [3]);
        var seen = _berta.Heard.Where(static packet => HeaderOf(packet).PayloadType == OtherVp8).ToList();
        Assert.Equal([1, 2, 3], seen.Select(static packet => (int)packet[12]));
        Assert.Equal([1, 1], seen.Zip(seen.Skip(1), static (former, next) => (int)(ushort)(HeaderOf(next).Sequence - HeaderOf(former).Sequence)));
    }

    [Fact]
    public void TheLegsOfAMixSeeEachOtherAsBefore()
    {
        _one.Show(Vp8, [1]);
        _bench.Media.Join(A, _bench.Now);
        _bench.Media.Join(B, _bench.Now);
        _one.Show(Vp8, [2]);
        Assert.Equal(2, _berta.Heard.Count(static packet => HeaderOf(packet).PayloadType == OtherVp8));
    }

    [Fact]
    public void APayloadTypeThatWasNotAgreedOnGoesNowhere()
    {
        _one.Show(118, [1]);
        Assert.Empty(_berta.Heard);
        Assert.Equal((1, 0), (_bench.Media.Statistics(A)!.UnknownPayload, _bench.Media.Statistics(A)!.VideoReceived));
    }

    [Fact]
    public void APictureTakesNoMemory()
    {
        for (var i = 0; i < 200; i++)
        {
            _one.Show(Vp8, [1, 2, 3]);
        }

        var packets = Enumerable.Range(0, 200).Select(i => _alice.Seal(Plain((ushort)(_one.Next + i)), isRtcp: false)).ToList();
        var buffer = new byte[1500];
        var connection = _bench.Open.Last(static o => o.Leg == A).Connection;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sent = 0;
        foreach (var packet in packets)
        {
            packet.CopyTo(buffer, 0);
            sent += _bench.Media.ReceiveSecure(A, connection, buffer, packet.Length, _bench.Now).IsNone ? 0 : 1;
        }

        Assert.Equal((0, 200), (GC.GetAllocatedBytesForCurrentThread() - before, sent));
    }

    private byte[] Plain(ushort sequence)
    {
        var packet = new byte[200];
        new RtpHeader { PayloadType = Vp8, Sequence = sequence, Timestamp = _one.Timestamp, Ssrc = _one.Ssrc }.Write(packet);
        return packet;
    }
}
