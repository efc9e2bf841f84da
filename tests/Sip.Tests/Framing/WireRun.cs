namespace RtcCluster.Sip.Tests.Framing;

/// <summary>One way in which the bytes of a stream may arrive.</summary>
/// <param name="Name">What a failure says.</param>
/// <param name="Chunks">The pieces in their order.</param>
public sealed record WireRun(string Name, IReadOnlyList<byte[]> Chunks)
{
    public override string ToString() => Name;

    /// <summary>Whole, split at every byte in two, and byte by byte.</summary>
    public static IEnumerable<WireRun> AllOf(byte[] bytes)
    {
        yield return new WireRun("whole", [bytes]);
        for (var at = 1; at < bytes.Length; at++)
        {
            yield return new WireRun($"split at {at}", [bytes[..at], bytes[at..]]);
        }

        yield return new WireRun("byte by byte", [.. bytes.Select(b => new[] { b })]);
    }
}
