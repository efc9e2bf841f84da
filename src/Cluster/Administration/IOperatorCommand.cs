namespace RtcCluster.Cluster.Administration;

/// <summary>What an operator asks a program for in place of the server. It needs the stores, and nothing that runs.</summary>
public interface IOperatorCommand
{
    /// <summary>What of the command line is for the configuration.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>Does it.</summary>
    /// <param name="services">Stores.</param>
    /// <param name="output">Where its findings go.</param>
    /// <param name="errors">How far it is when that takes long, and why it could not be done.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default);
}
