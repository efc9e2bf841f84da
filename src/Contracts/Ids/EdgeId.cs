namespace RtcCluster.Contracts.Ids;

/// <summary>One incarnation of an edge process: Orleans' silo address in its parsable form, and the key of its edge grain.</summary>
/// <remarks>A restarted edge has another id, so that it never gets a command meant for the process before it.</remarks>
/// <param name="Value"><c>ip:port@generation</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.EdgeId")]
public readonly record struct EdgeId([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
