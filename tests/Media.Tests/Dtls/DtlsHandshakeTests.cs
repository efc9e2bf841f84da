using RtcCluster.Media.Dtls;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Tests.Srtp;

namespace RtcCluster.Media.Tests.Dtls;

public class DtlsHandshakeTests
{
    private const int HandshakeFailure = 40;
    private const int BadCertificate = 42;
    private const int UserCanceled = 90;

    public static TheoryData<SrtpProfile[], SrtpProfile[], SrtpProfile> Offers => new()
    {
        { [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80], [SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.AeadAes128Gcm], SrtpProfile.AeadAes128Gcm },
        { [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80], [SrtpProfile.Aes128CmSha1Tag80], SrtpProfile.Aes128CmSha1Tag80 },
        { [SrtpProfile.Aes128CmSha1Tag32], [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag32], SrtpProfile.Aes128CmSha1Tag32 },
    };

    [Fact]
    public void Rfc5764_4_2_BothEndsHaveTheSameKeys_CrossWise()
    {
        using var pair = new DtlsPair();
        var (server, client) = pair.Run();
        Assert.Equal((DtlsStatus.Established, DtlsStatus.Established), (server.Status, client.Status));
        Assert.Null(server.Alert);
        AssertMatch(server.Keys!, client.Keys!);
        AssertMatch(client.Keys!, server.Keys!);
        Assert.False(server.Keys!.Send.GetKey().SequenceEqual(server.Keys.Receive.GetKey()));
        Assert.False(server.Keys.Send.GetSalt().SequenceEqual(server.Keys.Receive.GetSalt()));
    }

    [Theory]
    [MemberData(nameof(Offers))]
    public void Rfc5764_4_1_1_TheServerTakesTheFirstOfItsProfilesThatTheClientOffers(SrtpProfile[] servers, SrtpProfile[] clients, SrtpProfile expected)
    {
        using var pair = new DtlsPair(DtlsPair.Hurried with { Profiles = servers }, DtlsPair.Hurried with { Profiles = clients });
        var (server, client) = pair.Run();
        Assert.Equal((expected, expected), (server.Keys!.Send.Profile, client.Keys!.Receive.Profile));
        AssertMatch(server.Keys, client.Keys);
        AssertMatch(client.Keys, server.Keys);
    }

    [Fact]
    public void Rfc5764_4_1_1_WithoutACommonProfileNothingIsAgreed()
    {
        using var pair = new DtlsPair(DtlsPair.Hurried with { Profiles = [SrtpProfile.AeadAes128Gcm] }, DtlsPair.Hurried with { Profiles = [SrtpProfile.Aes128CmSha1Tag80] });
        var (server, client) = pair.Run();
        Assert.Equal(new DtlsResult(DtlsStatus.NoProfile, Alert: HandshakeFailure), server);
        Assert.Equal(new DtlsResult(DtlsStatus.Alert, Alert: HandshakeFailure), client);
    }

    [Fact]
    public void Rfc8827_6_5_AClientWhoseCertificateSignallingDidNotNameGetsNoKeys()
    {
        using var pair = new DtlsPair { ExpectedByServer = DtlsFingerprints.Of(DtlsPair.ServerIdentity.Fingerprint) };
        var (server, client) = pair.Run();
        Assert.Equal(new DtlsResult(DtlsStatus.FingerprintMismatch, Alert: BadCertificate), server);
        Assert.Equal(new DtlsResult(DtlsStatus.Alert, Alert: BadCertificate), client);
    }

    [Fact]
    public void Rfc8827_6_5_AServerWhoseCertificateSignallingDidNotNameGetsNoKeys()
    {
        using var pair = new DtlsPair { ExpectedByClient = DtlsFingerprints.Of(DtlsPair.ClientIdentity.Fingerprint) };
        var (server, client) = pair.Run();
        Assert.Equal(new DtlsResult(DtlsStatus.FingerprintMismatch, Alert: BadCertificate), client);
        Assert.Equal(new DtlsResult(DtlsStatus.Alert, Alert: BadCertificate), server);
    }

    [Fact]
    public void NobodyComes_TheLimitEndsItAndNothingWasSent()
    {
        var sent = 0;
        using var server = new DtlsHandshake(DtlsPair.ServerIdentity, _ => sent++, DtlsPair.Hurried with { Limit = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(new DtlsResult(DtlsStatus.TimedOut), server.Run(DtlsRole.Server, DtlsFingerprints.Of(DtlsPair.ClientIdentity.Fingerprint)));
        Assert.Equal(0, sent);
        Assert.False(server.Attend());
    }

    [Fact]
    public void TheHostClosesAHandshakeThatRuns_AndThePeerIsTold()
    {
        using var pair = new DtlsPair();
        pair.Network = (_, datagram) =>
        {
            if (pair.ToClient.Count == 2)
            {
                pair.Client.Close();
            }

            return [datagram];
        };
        var (server, client) = pair.Run();
        Assert.Equal(DtlsStatus.Closed, client.Status);
        Assert.Null(client.Keys);
        Assert.Equal(new DtlsResult(DtlsStatus.Alert, Alert: UserCanceled), server);
        Assert.False(pair.Client.TryPut(pair.ToClient[0]));
    }

    [Fact]
    public void ClosedBeforeItRunsItIsClosed()
    {
        using var server = new DtlsHandshake(DtlsPair.ServerIdentity, static _ => { }, DtlsPair.Hurried);
        server.Close();
        Assert.Equal(DtlsStatus.Closed, server.Run(DtlsRole.Server, DtlsFingerprints.Of(DtlsPair.ClientIdentity.Fingerprint)).Status);
    }

    [Fact]
    public void ItRunsOnce()
    {
        using var pair = new DtlsPair();
        pair.Run();
        Assert.Throws<InvalidOperationException>(() => pair.Server.Run(DtlsRole.Server, pair.ExpectedByServer));
    }

    [Fact]
    public void TheInboxIsBounded()
    {
        byte[] record = [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        using var server = new DtlsHandshake(DtlsPair.ServerIdentity, static _ => { }, DtlsPair.Hurried with { InboxCapacity = 3 });
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => server.TryPut(record)));
    }

    [Fact]
    public async Task ManyAtOnceUnderOneIdentityDoNotDisturbEachOther()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(static _ => Task.Factory.StartNew(
            static () =>
            {
                using var pair = new DtlsPair();
                return pair.Run();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        foreach (var (server, client) in runs)
        {
            AssertMatch(server.Keys!, client.Keys!);
        }

        Assert.Equal(6, runs.Select(static run => Convert.ToHexString(run.Server.Keys!.Send.GetKey())).Distinct().Count());
    }

    private static void AssertMatch(SrtpKeys sender, SrtpKeys receiver)
    {
        using var sends = new SrtpSendContext(sender.Send);
        using var receives = new SrtpReceiveContext(receiver.Receive);
        Assert.Equal(SrtpStatus.Ok, receives.Take(sends.Protect(SrtpSamples.Packet(1)), out var packet));
        Assert.Equal(SrtpSamples.Packet(1), packet);
    }
}
