namespace RtcCluster.Edge.Http.Calls;

/// <summary>A call that was parked.</summary>
/// <param name="Slot">The number to dial for it.</param>
internal sealed record CallParkedModel(string Slot);
