namespace RtcCluster.Sip.Messages;

/// <summary>The URI schemes we take apart.</summary>
public enum SipUriScheme : byte
{
    /// <summary>Any other scheme: kept as text, see <see cref="SipUri.Opaque"/>.</summary>
    Other,

    /// <summary>RFC 3261 §19.1.</summary>
    Sip,

    /// <summary>RFC 3261 §19.1, over TLS on each hop.</summary>
    Sips,

    /// <summary>RFC 3966.</summary>
    Tel,
}
