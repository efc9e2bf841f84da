using RtcCluster.Media.Rtcp;

namespace RtcCluster.Fuzz.Targets;

/// <summary>An RTCP compound: every packet, every report block.</summary>
public sealed class RtcpTarget : FuzzTarget
{
    public override string Kind => "rtcp";

    public override int MaxLength => 1_500;

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0x80, 0xC8, 0x00, 0x06], [0x81, 0xC8, 0x00, 0x0C], [0x81, 0xC9, 0x00, 0x07], [0x81, 0xCA, 0x00, 0x03], [0x81, 0xCB, 0x00, 0x01], [0x80, 0xCC, 0x00, 0x02], [0x8F, 0xCD, 0x00, 0x03], [0xA1, 0xC9], [0x00, 0x00], [0xFF, 0xFF]];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        var reader = new RtcpReader(input);
        long touched = 0;
        var packets = 0;
        while (reader.TryRead(out var packet))
        {
            packets++;
            touched += (long)packet.Type + packet.Ssrc + (long)packet.Ntp + packet.RtpTimestamp;
            for (var block = 0; packet.IsReport && block < packet.Count; block++)
            {
                touched += packet.Block(block).Jitter;
            }
        }

        Demand(packets * 4 <= input.Length, "more packets than fit");
        Demand(RtcpReader.Validate(input) == reader.Status, "two readings, two verdicts");
        GC.KeepAlive(touched);
        return Verdict.Of(reader.Status, RtcpStatus.Ok);
    }
}
