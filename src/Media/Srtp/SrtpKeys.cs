namespace RtcCluster.Media.Srtp;

/// <summary>The two master keys of a leg, as a DTLS handshake or an exchange of a=crypto lines gave them.</summary>
/// <param name="Send">Protects what we send.</param>
/// <param name="Receive">Protects what we receive.</param>
public sealed record SrtpKeys(SrtpMasterKey Send, SrtpMasterKey Receive);
