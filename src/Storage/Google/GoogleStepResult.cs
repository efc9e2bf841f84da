namespace RtcCluster.Storage.Google;

/// <summary>What became of a step.</summary>
public enum GoogleStepResult
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>A contact was changed meanwhile: look again.</summary>
    Changed,

    /// <summary>Another activation goes on with this account, or it was disconnected: stop.</summary>
    Overtaken,

    /// <summary>The user has as many contacts as anybody may have.</summary>
    Full,
}
