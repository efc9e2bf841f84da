namespace RtcCluster.Cluster.State;

/// <summary>A queued write.</summary>
internal abstract class StateOperation
{
    /// <summary>Runs inside the writer's transaction; may run again after a rollback.</summary>
    public abstract void Execute(StateConnection connection);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Complete();

    /// <summary>The transaction could not be committed; nothing of it is on disk.</summary>
    public abstract void Fail(Exception reason);
}
