using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Ice;

/// <summary>The way to a peer from one of our ports: its address over UDP, or a TCP connection of its (RFC 6544).</summary>
/// <param name="Remote">The peer's address as we see it.</param>
/// <param name="Connection">The host's number of the TCP connection, never used again while a leg may know it; 0 for UDP.</param>
public readonly record struct IceFlow(MediaEndpoint Remote, int Connection = 0)
{
    /// <summary>Whether this is no way at all (<c>default</c>).</summary>
    public bool IsNone => Remote.IsNone;

    /// <summary>Whether it is a TCP connection.</summary>
    public bool IsTcp => Connection != 0;
}
