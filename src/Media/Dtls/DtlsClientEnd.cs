using Org.BouncyCastle.Tls;

namespace RtcCluster.Media.Dtls;

/// <summary>The active end: DTLS 1.2 (RFC 6347) that has a certificate and offers profiles for SRTP (RFC 5764).</summary>
internal sealed class DtlsClientEnd(DtlsTerms terms) : DefaultTlsClient(terms.Crypto), TlsAuthentication
{
    /// <summary>The library computes what must be in the peer's Finished when it has all before it.</summary>
    public bool AwaitsFinished => m_context.SecurityParameters.PeerVerifyData is not null;

    public override int GetHandshakeTimeoutMillis() => terms.LimitMilliseconds;

    public override int GetHandshakeResendTimeMillis() => terms.ResendMilliseconds;

    public override int GetMaxHandshakeMessageSize() => DtlsTerms.MaxMessage;

    // Without it no keys can be taken out (RFC 7627 §5.4).
    public override bool RequiresExtendedMasterSecret() => true;

    // A certificate that signed itself proves nothing by that; its fingerprint does.
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, terms.Offer());
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        terms.Accept(serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions));
    }

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate) => terms.Verify(serverCertificate.Certificate);

    public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => terms.Sign(m_context);

    public override void NotifyAlertRaised(short alertLevel, short alertDescription, string message, Exception cause) => terms.Raised(alertLevel, alertDescription);

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) => terms.Received(alertLevel, alertDescription);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        terms.Export(m_context);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => [.. DtlsTerms.EcdsaSuites, .. DtlsTerms.RsaSuites];

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => [.. DtlsTerms.Groups];
}
