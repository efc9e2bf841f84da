using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>Clients that do not keep the rules.</summary>
public class DtlsForeignPeerTests
{
    private const int HandshakeFailure = 40;
    private static readonly DtlsFingerprints Expected = DtlsFingerprints.Of(DtlsPair.ClientIdentity.Fingerprint);

    [Fact]
    public void Rfc5764_4_1_1_AClientWithoutTheExtensionIsRefused() =>
        Assert.Equal(new DtlsResult(DtlsStatus.NoProfile, Alert: HandshakeFailure), Run(static server => new BareClient(server) { Profiles = [] }));

    [Fact]
    public void Rfc5763_5_AClientWithoutACertificateIsRefused() =>
        Assert.Equal(new DtlsResult(DtlsStatus.NoCertificate, Alert: HandshakeFailure), Run(static server => new BareClient(server)));

    [Fact]
    public void Rfc7627_5_4_AClientWithoutExtendedMasterSecretIsRefused() =>
        Assert.Equal(new DtlsResult(DtlsStatus.Refused, Alert: HandshakeFailure), Run(static server => new BareClient(server) { OffersExtendedMasterSecret = false }));

    // To be refused for its certificate, a client must have come as far as that: its hello was put together.
    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(200)]
    public void Rfc6347_4_2_3_AClientHelloInPiecesIsPutTogether(int limit)
    {
        var pieces = 0;
        var result = Run(server => new BareClient(server)
        {
            SendLimit = limit,
            FirstFlight = flight =>
            {
                pieces = flight.Count;
                return flight;
            },
        });
        Assert.Equal(DtlsStatus.NoCertificate, result.Status);
        Assert.InRange(pieces, 2, 20);
    }

    [Fact]
    public void Rfc6347_4_2_3_ThePiecesMayComeInAnyOrderAndTwice() =>
        Assert.Equal(DtlsStatus.NoCertificate, Run(static server => new BareClient(server) { SendLimit = 100, FirstFlight = static flight => flight.Concat(flight).Reverse() }).Status);

    [Fact]
    public void Rfc5764_4_1_3_AnMkiOfTheClientIsNotTaken_AndIsNoReasonToRefuse() =>
        Assert.Equal(DtlsStatus.NoCertificate, Run(static server => new BareClient(server) { Mki = [1, 2, 3, 4] }).Status);

    private static DtlsResult Run(Func<DtlsHandshake, BareClient> make)
    {
        BareClient? client = null;
        using var server = new DtlsHandshake(DtlsPair.ServerIdentity, datagram => client!.Answer(datagram), DtlsPair.Hurried);
        client = make(server);
        var result = client.Run(Expected);
        Assert.Equal(result.Alert, client.Alert);
        Assert.Null(result.Keys);
        return result;
    }
}
