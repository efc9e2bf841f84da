using Org.BouncyCastle.Tls;

namespace RtcCluster.Media.Dtls;

/// <summary>The passive end: DTLS 1.2 (RFC 6347) that wants a certificate of the client and a profile for SRTP (RFC 5764).</summary>
internal sealed class DtlsServerEnd(DtlsTerms terms) : DefaultTlsServer(terms.Crypto)
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

    public override int[] GetSupportedGroups() => DtlsTerms.Groups;

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        terms.Choose(clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions));
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = base.GetServerExtensions();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, terms.Choice());
        return extensions;
    }

    // A browser has an ECDSA key and sends no certificate to who does not list it.
    public override CertificateRequest GetCertificateRequest() =>
        new([ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign], TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context), null);

    public override void NotifyClientCertificate(Certificate clientCertificate) => terms.Verify(clientCertificate);

    public override void NotifyAlertRaised(short alertLevel, short alertDescription, string message, Exception cause) => terms.Raised(alertLevel, alertDescription);

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) => terms.Received(alertLevel, alertDescription);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        terms.Export(m_context);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => DtlsTerms.EcdsaSuites;

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => terms.Sign(m_context);
}
