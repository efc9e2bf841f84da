namespace RtcCluster.Sip.Messages;

/// <summary>Why a message could not be written. The first reason is kept, and nothing of the message comes out.</summary>
public enum SipWriteStatus : byte
{
    /// <summary>Nothing went wrong.</summary>
    Ok,

    /// <summary>A CR or LF in a value: it would begin a header of somebody else's choice.</summary>
    LineBreak,

    /// <summary>A header name or method that is no token.</summary>
    BadToken,

    /// <summary>A URI that is empty or holds white space, quotes or angle brackets.</summary>
    BadUri,

    /// <summary>A parameter value that is neither token, host nor quoted string.</summary>
    BadParameter,

    /// <summary>A status code outside 100 to 699.</summary>
    BadStatusCode,

    /// <summary>Calls in an order that makes no message: a header before the start line, two start lines, a header left open.</summary>
    BadOrder,
}
