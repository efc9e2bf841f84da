using System.Collections.Immutable;

namespace RtcCluster.Storage.Sealing;

/// <summary>What the verification of a recording found.</summary>
/// <param name="Takes">Takes.</param>
/// <param name="Chunks">Sealed chunks that were read.</param>
/// <param name="PlainChunks">Chunks of before there were seals, which prove nothing.</param>
/// <param name="LostChunks">Chunks that the manifests say could not be stored.</param>
/// <param name="InterruptedTakes">Takes whose edge died.</param>
/// <param name="Faults">What is wrong, a line each.</param>
public sealed record RecordingVerdict(int Takes, int Chunks, int PlainChunks, int LostChunks, int InterruptedTakes, ImmutableArray<string> Faults)
{
    /// <summary>What parties were told before it began, as the manifests say whose signatures verify; each once.</summary>
    public ImmutableArray<TakeNotice> Notices { get; init; } = [];


    /// <summary>Whether everything is there as it was recorded, and that can be proven.</summary>
    public bool IsProven => Faults.IsEmpty && Takes > 0;
}
