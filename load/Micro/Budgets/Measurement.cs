namespace RtcCluster.Load.Micro.Budgets;

/// <summary>What an operation did cost.</summary>
/// <param name="Nanoseconds">Processor time of one unit, best of the batches.</param>
/// <param name="Ratio">The same as a multiple of a calibration run, best of the batches beside it.</param>
/// <param name="Bytes">Managed bytes that one run allocates.</param>
internal readonly record struct Measurement(double Nanoseconds, double Ratio, double Bytes);
