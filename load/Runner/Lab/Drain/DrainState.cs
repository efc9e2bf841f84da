namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>What a call does when its edge is drained.</summary>
internal enum DrainState
{
    /// <summary>Two telephones talk.</summary>
    Talk,

    /// <summary>One holds the other, who hears music.</summary>
    Held,

    /// <summary>A caller waits in a queue and hears music.</summary>
    Queued,

    /// <summary>A telephone rings, and is answered while the edge is drained.</summary>
    Ringing,

    /// <summary>Three are in a conference room, one of them at another edge.</summary>
    Conference,

    /// <summary>Two browsers talk, whose pages connect to another edge when they are told to.</summary>
    Browser,
}
