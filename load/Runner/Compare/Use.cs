namespace RtcCluster.Load.Runner.Compare;

/// <summary>What was spent.</summary>
/// <param name="Wall">Seconds that passed.</param>
/// <param name="Server">Processor seconds of the server.</param>
/// <param name="Load">Processor seconds of the load.</param>
/// <param name="Others">Processors that others used.</param>
/// <param name="Stolen">Processor seconds that the host did not give although they were asked for.</param>
internal sealed record Use(double Wall, double Server, double Load, double Others, double Stolen)
{
    /// <summary>What of all processors' time the host kept: whatever was under way in it is late by as much.</summary>
    public double StolenShare => Stolen / Wall / Environment.ProcessorCount;

    /// <summary>What of all processors' time neither the server nor its load could have: the host's part, and what others used, such as the kernel while it writes to a disk what was put into files earlier.</summary>
    public double DisturbedShare => StolenShare + (Others / Environment.ProcessorCount);
}
