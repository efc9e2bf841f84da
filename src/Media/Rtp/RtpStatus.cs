namespace RtcCluster.Media.Rtp;

/// <summary>Why an RTP packet was taken or refused.</summary>
public enum RtpStatus
{
    /// <summary>Well formed.</summary>
    Ok,

    /// <summary>Shorter than the 12 bytes of the fixed header.</summary>
    TooShort,

    /// <summary>The version is not 2.</summary>
    BadVersion,

    /// <summary>The contributing sources reach beyond the packet.</summary>
    BadSources,

    /// <summary>The header extension reaches beyond the packet.</summary>
    BadExtension,

    /// <summary>The padding count is 0 or larger than what is left.</summary>
    BadPadding,
}
