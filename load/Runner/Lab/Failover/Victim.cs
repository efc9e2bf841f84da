namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>Whose process is killed.</summary>
internal enum Victim
{
    /// <summary>The silo in which the queue lives.</summary>
    QueueOwner,

    /// <summary>The silo in which an agent lives whom the seed chooses.</summary>
    AgentOwner,
}
