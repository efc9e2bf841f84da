namespace RtcCluster.Contracts.Media;

/// <summary>What ended a prompt.</summary>
[GenerateSerializer, Alias("rtc.PromptEnd")]
public enum PromptEnd
{
    /// <summary>Its last piece was heard to the end.</summary>
    Played = 0,

    /// <summary>The party pressed a digit.</summary>
    Interrupted = 1,

    /// <summary>The leg was connected, heard something else, or its media was closed.</summary>
    Replaced = 2,

    /// <summary>A piece could not be played: no such audio, no voice for its text, or the leg has no media here. Pieces before it were heard.</summary>
    Failed = 3,
}
