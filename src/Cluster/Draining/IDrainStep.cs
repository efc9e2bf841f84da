namespace RtcCluster.Cluster.Draining;

/// <summary>What a part of the process does in a stop, before any socket closes. Register it as a singleton of this type.</summary>
public interface IDrainStep
{
    /// <summary>When it runs; steps of one stage run side by side.</summary>
    DrainStage Stage { get; }

    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>Does its part.</summary>
    /// <param name="drain">The stop it belongs to.</param>
    /// <param name="cancellation">Ends when the bound of the stop is near; what is left undone then is lost.</param>
    Task Run(Drain drain, CancellationToken cancellation);
}
