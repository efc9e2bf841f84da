using System.Buffers.Binary;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Fuzz.Targets;

/// <summary>Datagrams of somebody without keys: to a server that begins, which must come to an end, and to a connection that stands, which must stay.</summary>
/// <remarks>Each datagram has its length before it, two bytes. A server's own numbers are random, so nothing gets further than the message after its first flight.</remarks>
public sealed class DtlsTarget : FuzzTarget
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly DtlsFingerprints Expected = DtlsFingerprints.Of(Identity.Fingerprint);
    private static readonly DtlsOptions Options = DtlsOptions.Default with { Resend = TimeSpan.FromMinutes(1) };
    private DtlsHandshake? _established;

    public override string Kind => "dtls";

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 1, 0, 0, 1], [22, 0xFE, 0xFF], [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1], [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40],
        [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 26], [0, 14, 0, 5, 0, 2, 0, 1, 0], [0, 23, 0, 0], [0xC0, 0x2B], [0, 10, 0, 4, 0, 2, 0, 23], [0, 13, 0, 4, 0, 2, 4, 3], [0, 43, 0, 3, 2, 0xFE, 0xFD], [0xFF, 0xFF, 0xFF],
    ];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        var established = _established ??= Establish();
        using var server = new DtlsHandshake(Identity, static _ => { }, Options);
        var taken = 0;
        var rest = input;
        while (rest.Length > 2)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Length - 2);
            var datagram = rest.Slice(2, length);
            Demand(!server.TryPut(datagram) || DtlsRecords.AreWhole(datagram), "half a record was taken");
            taken += established.TryPut(datagram) ? 1 : 0;
            if (!established.Attend())
            {
                _established = null;
                Demand(false, "a connection ended whose peer has said nothing");
            }

            rest = rest[(2 + length)..];
        }

        // It reads what is there, and waits for nothing.
        server.Close();
        var result = server.Run(DtlsRole.Server, Expected);
        Demand(result.Keys is null && result.Status != DtlsStatus.Established, "keys for somebody without a certificate");
        Demand(result.Status != DtlsStatus.TimedOut, "time was waited for");
        return taken > 0 ? Verdict.Parsed : Verdict.Refused("no datagram is of records");
    }

    // The other end is forgotten: it never says that it has gone.
    private static DtlsHandshake Establish()
    {
        DtlsHandshake? client = null;
        var server = new DtlsHandshake(Identity, datagram => client!.TryPut(datagram), Options);
        client = new DtlsHandshake(Identity, datagram => server.TryPut(datagram), Options);
        var thread = new Thread(() => client.Run(DtlsRole.Client, Expected)) { IsBackground = true };
        thread.Start();
        var result = server.Run(DtlsRole.Server, Expected);
        thread.Join();
        Demand(result.Status == DtlsStatus.Established, $"two ends of ours come to {result.Status}");
        return server;
    }
}
