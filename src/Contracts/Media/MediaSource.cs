namespace RtcCluster.Contracts.Media;

/// <summary>What a leg hears when it is not connected to another leg.</summary>
[GenerateSerializer, Alias("rtc.MediaSource")]
public enum MediaSource
{
    /// <summary>Nothing is sent.</summary>
    Silence = 0,

    /// <summary>Ringing tone (ITU-T E.180).</summary>
    Ringback = 1,

    /// <summary>Busy tone.</summary>
    Busy = 2,

    /// <summary>Congestion tone.</summary>
    Congestion = 3,

    /// <summary>Hold music.</summary>
    HoldMusic = 4,

    /// <summary>The leg's own audio, sent back.</summary>
    Echo = 5,
}
