using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>What a network does to a handshake. Randomness is seeded; when a flight is sent again is the system's clock's, so the count of datagrams is not fixed.</summary>
public class DtlsNetworkTests
{
    private const byte ChangeCipherSpec = 20;

    [Fact]
    public void LostAndSwappedDatagramsAreSentAgain()
    {
        var lost = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            using var pair = new DtlsPair();
            Random[] random = [new(seed), new(seed + 1_000)];
            var held = new Dictionary<DtlsRole, byte[]>();
            pair.Network = (to, datagram) =>
            {
                switch (random[(int)to].Next(10))
                {
                    case 0:
                        lost++;
                        return [];
                    case 1 when held.TryAdd(to, datagram):
                        return [];
                    default:
                        return held.Remove(to, out var earlier) ? [datagram, earlier] : [datagram];
                }
            };

            var (server, client) = pair.Run();
            Assert.True((server.Status, client.Status) == (DtlsStatus.Established, DtlsStatus.Established), $"seed {seed}: {server} {client}");
            Assert.True(server.Keys!.Send.GetKey().SequenceEqual(client.Keys!.Receive.GetKey()), $"seed {seed}");
        }

        Assert.True(lost > 20);
    }

    [Fact]
    public void Rfc6347_4_2_4_AServerThatIsDoneAnswersAClientThatMissedItsLastFlight()
    {
        using var pair = new DtlsPair();
        var finished = 0;
        pair.Network = (to, datagram) => to == DtlsRole.Client && Epoch(datagram) == 1 && ++finished == 1 ? [] : [datagram];
        var (server, client) = pair.Run();
        Assert.Equal((DtlsStatus.Established, DtlsStatus.Established), (server.Status, client.Status));
        Assert.InRange(finished, 2, 20);
    }

    [Fact]
    public void AChangeCipherSpecThatOvertakesTheCertificateVerifyWaitsForIt()
    {
        using var pair = new DtlsPair(Patient, Patient);
        byte[]? verify = null;
        var late = 0;
        pair.Network = (to, datagram) =>
        {
            if (to == DtlsRole.Server && IsCertificateVerify(datagram))
            {
                verify = datagram;
                return [];
            }

            return verify is not null && ++late == 2 ? [datagram, verify] : [datagram];
        };
        var (server, client) = pair.Run();
        Assert.Equal((DtlsStatus.Established, DtlsStatus.Established), (server.Status, client.Status));

        // Hello, certificate, key exchange, verify, change, finished: nothing was sent twice.
        Assert.Equal(6, pair.ToServer.Count);
    }

    [Fact]
    public void AFinishedThatOvertakesItsChangeCipherSpecWaitsForIt()
    {
        using var pair = new DtlsPair(Patient, Patient);
        var held = new Dictionary<DtlsRole, byte[]>();
        pair.Network = (to, datagram) =>
        {
            if (datagram[0] == ChangeCipherSpec)
            {
                held.Add(to, datagram);
                return [];
            }

            return held.TryGetValue(to, out var change) ? [datagram, change] : [datagram];
        };
        var (server, client) = pair.Run();
        Assert.Equal((DtlsStatus.Established, DtlsStatus.Established), (server.Status, client.Status));
        Assert.Equal((6, 7), (pair.ToServer.Count, pair.ToClient.Count));
    }

    [Fact]
    public void ALostCertificateVerifyCostsOneRetransmission()
    {
        using var pair = new DtlsPair(Patient, DtlsPair.Hurried);
        var verifies = 0;
        pair.Network = (to, datagram) => to == DtlsRole.Server && IsCertificateVerify(datagram) && ++verifies == 1 ? [] : [datagram];
        var (server, client) = pair.Run();
        Assert.Equal((DtlsStatus.Established, DtlsStatus.Established), (server.Status, client.Status));
        Assert.InRange(verifies, 2, 20);
    }

    [Fact]
    public void RepeatedTruncatedAndForeignDatagramsDisturbNothing()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            using var pair = new DtlsPair();
            var random = new Random(seed);
            pair.Network = (_, datagram) =>
            {
                var garbage = new byte[random.Next(1, 200)];
                random.NextBytes(garbage);
                byte[] ofAnotherEpoch = [22, 0xFE, 0xFD, 0, 5, 0, 0, 0, 0, 0, 1, 0, (byte)garbage.Length, .. garbage];
                return [garbage, datagram[..random.Next(datagram.Length)], ofAnotherEpoch, datagram, datagram];
            };
            var (server, client) = pair.Run();
            Assert.True((server.Status, client.Status) == (DtlsStatus.Established, DtlsStatus.Established), $"seed {seed}: {server} {client}");
        }
    }

    [Fact]
    public void AHelloThatIsNoneEndsTheHandshakeWithAnAlert()
    {
        using var pair = new DtlsPair();
        var spoilt = 0;
        pair.Network = (to, datagram) =>
        {
            if (to == DtlsRole.Server && ++spoilt == 1)
            {
                // The version in the hello becomes one that is not DTLS.
                datagram[25] = 3;
            }

            return [datagram];
        };
        var (server, client) = pair.Run();
        Assert.Equal(DtlsStatus.Refused, server.Status);
        Assert.Equal(new DtlsResult(DtlsStatus.Alert, Alert: server.Alert), client);
    }

    private static DtlsOptions Patient => DtlsPair.Hurried with { Resend = TimeSpan.FromMinutes(1) };

    private static bool IsCertificateVerify(byte[] datagram) => datagram is [22, _, _, 0, 0, _, _, _, _, _, _, _, _, 15, ..];

    private static int Epoch(byte[] datagram) => (datagram[3] << 8) | datagram[4];
}
