namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>Whether a person has asked to be called back.</summary>
internal enum Wish
{
    /// <summary>Never pressed, or an agent was faster.</summary>
    None,

    /// <summary>Pressed, and was told so: heard the farewell and was hung up on.</summary>
    Kept,

    /// <summary>Pressed, and the server died before it had answered. Whether the wish was kept only a call back tells.</summary>
    InFlight,
}
