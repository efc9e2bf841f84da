namespace RtcCluster.Sip.Messages;

/// <summary>One header line with its continuation lines.</summary>
/// <param name="Header">Which header it is.</param>
/// <param name="Name">Its name as written.</param>
/// <param name="Value">Its value without surrounding white space; holds CR LF when <paramref name="Folded"/>.</param>
/// <param name="Folded">True when the value runs over several lines (RFC 3261 §7.3.1).</param>
public readonly record struct SipHeaderLine(SipHeader Header, SipSlice Name, SipSlice Value, bool Folded);
