namespace RtcCluster.Media.Recording;

/// <summary>Why a chunk was taken or refused.</summary>
public enum RecordingChunkStatus
{
    /// <summary>Well formed.</summary>
    Ok,

    /// <summary>Shorter than its header.</summary>
    TooShort,

    /// <summary>Not a chunk of ours.</summary>
    BadMagic,

    /// <summary>Written by a newer version.</summary>
    UnknownVersion,

    /// <summary>A field of the header contradicts another or the length.</summary>
    BadHeader,

    /// <summary>The checksum does not fit: torn or altered.</summary>
    BadChecksum,
}
