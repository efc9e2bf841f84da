namespace RtcCluster.Load.Runner.Lab;

/// <summary>What a call does when the fault comes.</summary>
internal enum LabState
{
    /// <summary>It rings at the callee; the next action is the answer.</summary>
    Ringing,

    /// <summary>The caller waits in a queue; the next action is an agent who becomes ready, and answers.</summary>
    Queued,

    /// <summary>The caller has put it on hold; the next action is to take it back.</summary>
    Held,

    /// <summary>A telephone is called and speaks before it answers; every packet of that is counted across the fault, and the next action is the answer.</summary>
    Early,

    /// <summary>Three are in a conference room; the next action is that one leaves and comes in again.</summary>
    Conf,

    /// <summary>An attended transfer half way; the next action is to connect the two.</summary>
    Xfer,

    /// <summary>Both talk; every packet is counted across the fault, and the next action is to hang up.</summary>
    Talking,
}
