namespace RtcCluster.Media.Dtls;

/// <summary>Which end of a handshake we are: a=setup of the answer decides (RFC 5763 §5), not who made the offer.</summary>
public enum DtlsRole
{
    /// <summary>a=setup:passive: waits for the ClientHello.</summary>
    Server,

    /// <summary>a=setup:active: sends it.</summary>
    Client,
}
