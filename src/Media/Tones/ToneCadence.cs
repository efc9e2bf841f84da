namespace RtcCluster.Media.Tones;

/// <summary>A supervisory tone: one or two frequencies, switched on and off in turn.</summary>
/// <param name="Frequency">In Hz.</param>
/// <param name="SecondFrequency">In Hz; 0 for a single tone.</param>
/// <param name="Milliseconds">On, off, on, off …, repeated; multiples of 10.</param>
public sealed record ToneCadence(double Frequency, double SecondFrequency, IReadOnlyList<int> Milliseconds);
