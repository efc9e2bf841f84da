using Orleans.Storage;

namespace RtcCluster.Cluster.Tests.State;

/// <summary>A store under the contract tests, started once for a class of them.</summary>
public interface IStateStore
{
    /// <summary>Why it cannot run here; null: it can.</summary>
    string? Missing { get; }

    IGrainStorage Storage { get; }

    IReminderTable Reminders { get; }
}
