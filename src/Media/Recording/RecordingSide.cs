namespace RtcCluster.Media.Recording;

/// <summary>A channel of a recording. Channels follow the call, not the device.</summary>
public enum RecordingSide : byte
{
    /// <summary>The party that the first INVITE came from.</summary>
    Left = 0,

    /// <summary>Whoever that party talks with.</summary>
    Right = 1,
}
