namespace RtcCluster.Edge.Http.Nodes;

/// <summary>A process of the cluster, for whoever runs it.</summary>
/// <param name="Name">The stable name that it runs under.</param>
/// <param name="Role">core, edge, or core+edge in a Standalone.</param>
/// <param name="Address">Where the other members reach it.</param>
/// <param name="Incarnation">Greater for each process that comes after another at the same place.</param>
/// <param name="Version">Of the program; null while it is not known.</param>
/// <param name="StartedAt">When it became a member (UTC).</param>
/// <param name="Edge">What it carries; null for a process that is no edge.</param>
internal sealed record NodeModel(string Name, string Role, string Address, int Incarnation, string? Version, DateTimeOffset? StartedAt, EdgeNodeModel? Edge);

/// <summary>What an edge carries.</summary>
/// <param name="Answers">False when it did not say so in time; then nothing else is known.</param>
/// <param name="LeaseAge">Seconds since its lease was confirmed the last time, which happens each second; null when it is not known.</param>
/// <param name="Draining">Whether it takes nothing new.</param>
/// <param name="Stopping">Whether its process ends.</param>
/// <param name="Calls">Calls that it carries.</param>
/// <param name="Legs">Legs that it signals.</param>
/// <param name="Browsers">Browsers that are connected to it.</param>
internal sealed record EdgeNodeModel(bool Answers, double? LeaseAge, bool Draining, bool Stopping, int Calls, int Legs, int Browsers)
{
    /// <summary>An edge of which nothing is known.</summary>
    public static EdgeNodeModel Silent { get; } = new(false, null, false, false, 0, 0, 0);
}
