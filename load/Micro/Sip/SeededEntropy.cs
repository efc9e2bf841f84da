using RtcCluster.Sip.Agent;

namespace RtcCluster.Load.Micro.Sip;

/// <summary>Random bytes that are the same in each run.</summary>
internal sealed class SeededEntropy : ISipEntropy
{
    private readonly Random _random = new(1);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
