namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Find the addresses of a name (RFC 3263) and give them to <see cref="SipAgent.Resolved"/>.</summary>
/// <param name="Query">Number of the query.</param>
/// <param name="Host">The name.</param>
/// <param name="Port">The port that the URI names; 0 when it names none, so that SRV applies.</param>
/// <param name="Transport">The transport that the URI names; null when it names none, so that NAPTR applies.</param>
/// <param name="Secure">Whether the URI is sips: TLS only.</param>
public sealed record ResolveName(long Query, string Host, int Port, SipTransport? Transport, bool Secure) : SipEffect;
