namespace RtcCluster.Edge.Sip;

/// <summary>Keep-alives of connections (RFC 5626 §3.5.1).</summary>
internal static class KeepAlive
{
    /// <summary>The answer to a double CRLF.</summary>
    public static readonly ReadOnlyMemory<byte> Pong = "\r\n"u8.ToArray();
}
