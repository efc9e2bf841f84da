namespace RtcCluster.Media.Sdp;

/// <summary>Bounds of one session description. The defaults hold several times what real peers send.</summary>
public sealed record SdpLimits
{
    /// <summary>The defaults.</summary>
    public static SdpLimits Default { get; } = new();

    /// <summary>Largest description in bytes. A Chromium audio and video offer is about 7 KiB.</summary>
    public int MaxBytes { get; init; } = 32 * 1024;

    /// <summary>Most lines. A Chromium audio and video offer has about 200.</summary>
    public int MaxLines { get; init; } = 1000;

    /// <summary>Longest line in bytes; fmtp lines of H.264 are the longest seen, below 1 KiB.</summary>
    public int MaxLineBytes { get; init; } = 4096;

    /// <summary>Most m= lines; a browser with a screen share offers four.</summary>
    public int MaxMedia { get; init; } = 32;

    /// <summary>Most formats of one m= line: there are 128 payload types.</summary>
    public int MaxFormats { get; init; } = 128;
}
