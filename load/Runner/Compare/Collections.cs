namespace RtcCluster.Load.Runner.Compare;

/// <summary>What a server's collector has done.</summary>
/// <param name="Count">Collections of all generations.</param>
/// <param name="Old">Those of the oldest, most of whose work is done beside the server's, on the same processor.</param>
/// <param name="Milliseconds">How long they held everybody up.</param>
internal readonly record struct Collections(int Count, int Old, double Milliseconds)
{
    /// <summary>What came since.</summary>
    public Collections Since(Collections before) => new(Count - before.Count, Old - before.Old, Milliseconds - before.Milliseconds);

    public override string ToString() => Bench.Text($"{Count} collections of {(Count == 0 ? 0 : Milliseconds / Count):0} ms, {Old} of them of the old generation");
}
