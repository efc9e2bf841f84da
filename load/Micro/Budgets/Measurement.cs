namespace RtcCluster.Load.Micro.Budgets;

/// <summary>What an operation did cost.</summary>
/// <param name="Nanoseconds">Processor time of one unit, best of the batches.</param>
/// <param name="Ratio">Time as a multiple of a calibration run, median of the pairs of batches.</param>
/// <param name="Bytes">Managed bytes that one run allocates.</param>
internal readonly record struct Measurement(double Nanoseconds, double Ratio, double Bytes);
