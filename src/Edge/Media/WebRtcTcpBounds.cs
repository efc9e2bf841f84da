namespace RtcCluster.Edge.Media;

/// <summary>Bounds of a shard's TCP connections.</summary>
internal sealed record WebRtcTcpBounds
{
    /// <summary>The kernel's send buffer: a second of video, so that a reader who is slow is found out and what it hears is not old.</summary>
    public const int SendBuffer = 65_536;

    /// <summary>The defaults.</summary>
    public static WebRtcTcpBounds Default { get; } = new();

    /// <summary>How often idle and slow connections are looked for.</summary>
    public static TimeSpan Sweep { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most connections: twice the legs that a port has.</summary>
    public int Connections { get; init; } = 8_192;

    /// <summary>Most connections on which no check was accepted.</summary>
    public int Strangers { get; init; } = 512;

    /// <summary>The same from one address: a company behind one address connects its agents one after the other, in milliseconds each.</summary>
    public int StrangersPerAddress { get; init; } = 32;

    /// <summary>How long a connection may be silent before a check on it was accepted; browsers check at once.</summary>
    public TimeSpan Stranger { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a browser's connection may be silent; while it is in use a check comes every few seconds (RFC 7675).</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the other side may not read.</summary>
    public TimeSpan Blocked { get; init; } = TimeSpan.FromSeconds(5);
}
