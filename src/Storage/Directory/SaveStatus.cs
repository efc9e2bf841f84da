namespace RtcCluster.Storage.Directory;

/// <summary>What became of a write.</summary>
public enum SaveStatus
{
    /// <summary>It is stored.</summary>
    Saved,

    /// <summary>Somebody else changed, made or deleted it since the version that the write names; read again and decide again.</summary>
    Conflict,

    /// <summary>It breaks a rule of the directory; the reason says which.</summary>
    Invalid,

    /// <summary>The plan's seats are all taken, the last of them a moment ago.</summary>
    NoSeat,
}
