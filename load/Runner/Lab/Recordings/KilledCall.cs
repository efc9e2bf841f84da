namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>A recorded call whose edge was killed.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="State">What the catalogue says of it.</param>
/// <param name="Lost">From the last that is stored of it to the kill.</param>
internal sealed record KilledCall(string Recording, string State, TimeSpan Lost);
