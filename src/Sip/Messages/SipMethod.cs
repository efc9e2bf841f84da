namespace RtcCluster.Sip.Messages;

/// <summary>The request methods we know by name. Methods are case-sensitive (RFC 3261 §7.1).</summary>
public enum SipMethod : byte
{
    /// <summary>A token that is none of the others; its text is <see cref="SipMessage.MethodToken"/>.</summary>
    Unknown,

    /// <summary>RFC 3261 §13.</summary>
    Invite,

    /// <summary>RFC 3261 §13, §17.1.1.3.</summary>
    Ack,

    /// <summary>RFC 3261 §15.</summary>
    Bye,

    /// <summary>RFC 3261 §9.</summary>
    Cancel,

    /// <summary>RFC 3261 §11.</summary>
    Options,

    /// <summary>RFC 3261 §10.</summary>
    Register,

    /// <summary>RFC 3262.</summary>
    Prack,

    /// <summary>RFC 3311.</summary>
    Update,

    /// <summary>RFC 6086.</summary>
    Info,

    /// <summary>RFC 3515.</summary>
    Refer,

    /// <summary>RFC 6665.</summary>
    Notify,

    /// <summary>RFC 6665.</summary>
    Subscribe,

    /// <summary>RFC 3428.</summary>
    Message,

    /// <summary>RFC 3903.</summary>
    Publish,
}
