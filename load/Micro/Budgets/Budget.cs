namespace RtcCluster.Load.Micro.Budgets;

/// <summary>What an operation may cost.</summary>
/// <param name="Ratio">Time of one unit as a multiple of one run of <see cref="Calibration"/>; measured, without slack.</param>
/// <param name="Bytes">Managed bytes that one run allocates, exactly.</param>
internal sealed record Budget(double Ratio, long Bytes);
