using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>Random bytes that a seed repeats.</summary>
internal sealed class SeededEntropy(int seed) : ISipEntropy
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
