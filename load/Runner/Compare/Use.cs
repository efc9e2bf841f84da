namespace RtcCluster.Load.Runner.Compare;

/// <summary>What was spent.</summary>
/// <param name="Wall">Seconds that passed.</param>
/// <param name="Server">Processor seconds of the server.</param>
/// <param name="Load">Processor seconds of the load.</param>
/// <param name="Others">Processors that others used.</param>
internal sealed record Use(double Wall, double Server, double Load, double Others);
