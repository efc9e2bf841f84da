namespace RtcCluster.Storage.Directory;

/// <summary>A dialable number and what happens when it is called.</summary>
public sealed record Line
{
    /// <summary>The line's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>
    /// Extension, service code or E.164 number; for <see cref="LineKind.TrunkOut"/> a prefix that ends in <c>*</c>. The longest prefix wins, an exact number before it.
    /// </summary>
    public required string Number { get; init; }

    /// <summary>What the line does.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>User name, line number, trunk, queue, menu or room that the kind points at; empty where the kind needs none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The line's name as people see it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether its calls are recorded.</summary>
    public RecordingPolicy Recording { get; init; } = RecordingPolicy.All;

    /// <summary>Seconds that it rings before the call ends unanswered, 5 to 300.</summary>
    public int RingSeconds { get; init; } = 30;

    /// <summary>False when calls are refused as if the number did not exist.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Number of saves so far; 0 for a line that is not stored yet. A save names the version it changes.</summary>
    public int Version { get; init; }
}
