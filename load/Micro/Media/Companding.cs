using BenchmarkDotNet.Attributes;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Load.Micro.Media;

/// <summary>G.711 of one packet: 160 samples.</summary>
[MemoryDiagnoser]
public class Companding
{
    private readonly short[] _samples = new short[160];
    private readonly byte[] _encoded = new byte[160];
    private readonly byte[] _law = new byte[160];

    /// <summary>Makes the samples.</summary>
    public Companding()
    {
        var random = new Random(7);
        for (var i = 0; i < _samples.Length; i++)
        {
            _samples[i] = (short)random.Next(short.MinValue, short.MaxValue);
        }

        G711.Encode(PayloadKind.Pcmu, _samples, _law);
    }

    /// <summary>Linear to µ-law.</summary>
    [Benchmark]
    public int Encode()
    {
        G711.Encode(PayloadKind.Pcmu, _samples, _encoded);
        return 1 + _encoded[0];
    }

    /// <summary>µ-law to linear.</summary>
    [Benchmark]
    public int Decode()
    {
        G711.Decode(PayloadKind.Pcmu, _law, _samples);
        return 40_000 + _samples[0];
    }

    /// <summary>µ-law to A-law, in place.</summary>
    [Benchmark]
    public int Transcode()
    {
        _law.CopyTo(_encoded, 0);
        G711.Transcode(PayloadKind.Pcmu, PayloadKind.Pcma, _encoded);
        return 1 + _encoded[0];
    }
}
