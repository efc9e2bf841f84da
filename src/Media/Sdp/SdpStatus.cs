namespace RtcCluster.Media.Sdp;

/// <summary>Why a session description was taken or refused.</summary>
public enum SdpStatus
{
    /// <summary>Well formed.</summary>
    Ok,

    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Larger than <see cref="SdpLimits.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>More lines than <see cref="SdpLimits.MaxLines"/>.</summary>
    TooManyLines,

    /// <summary>A line longer than <see cref="SdpLimits.MaxLineBytes"/>.</summary>
    LineTooLong,

    /// <summary>A line that is not <c>letter=value</c>, or that holds a NUL byte.</summary>
    BadLine,

    /// <summary>The first line is not <c>v=0</c>.</summary>
    BadVersion,

    /// <summary>The o= line is missing or has not its six fields.</summary>
    BadOrigin,

    /// <summary>A c= line has not its three fields.</summary>
    BadConnection,

    /// <summary>An m= line lacks a field, or its port is no number up to 65535.</summary>
    BadMedia,

    /// <summary>More m= lines than <see cref="SdpLimits.MaxMedia"/>.</summary>
    TooManyMedia,

    /// <summary>More formats in an m= line than <see cref="SdpLimits.MaxFormats"/>.</summary>
    TooManyFormats,
}
