namespace RtcCluster.Media.Rtp;

/// <summary>What a source lock says about a packet.</summary>
internal enum LatchVerdict : byte
{
    /// <summary>From the locked source.</summary>
    Known,

    /// <summary>The first acceptable packet: the source is locked when the packet proves valid.</summary>
    Candidate,

    /// <summary>From elsewhere: drop and count.</summary>
    Stranger,

    /// <summary>Nobody knows yet where this leg's media comes from: drop and count.</summary>
    Early,
}
