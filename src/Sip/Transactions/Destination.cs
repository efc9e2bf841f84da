using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Transactions;

/// <summary>Where a request goes: a flow, or a name that the host must resolve first.</summary>
/// <param name="Flow">The flow; null while only the name is known.</param>
/// <param name="Host">The name.</param>
/// <param name="Port">The port that the URI names, 0 for none.</param>
/// <param name="Transport">The transport that the URI names, null for none.</param>
/// <param name="Secure">Whether the URI is sips.</param>
internal readonly record struct Destination(SipFlow? Flow, string Host = "", int Port = 0, SipTransport? Transport = null, bool Secure = false)
{
    /// <summary>Whether nothing can be sent there: neither flow nor name.</summary>
    public bool IsNowhere => Flow is null && string.IsNullOrEmpty(Host);
}
