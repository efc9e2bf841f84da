namespace RtcCluster.Media.Sdp;

/// <summary>Which way media flows, from the point of view of whoever says it (RFC 8866 §6.7). Bits: 1 send, 2 receive.</summary>
[Flags]
public enum MediaDirection : byte
{
    /// <summary>Neither way.</summary>
    Inactive = 0,

    /// <summary>The speaker only sends.</summary>
    SendOnly = 1,

    /// <summary>The speaker only receives.</summary>
    RecvOnly = 2,

    /// <summary>Both ways; what an SDP means that says nothing.</summary>
    SendRecv = SendOnly | RecvOnly,
}
