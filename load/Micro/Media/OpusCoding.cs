using BenchmarkDotNet.Attributes;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Load.Micro.Media;

/// <summary>One packet of 20 ms between G.711 and Opus, by libopus.</summary>
[MemoryDiagnoser]
public class OpusCoding : IDisposable
{
    private const int Frames = 50;
    private readonly byte[][] _spoken = new byte[Frames][];
    private readonly byte[][] _packets = new byte[Frames][];
    private readonly byte[] _packet = new byte[OpusEncoder.MaxPacket];
    private readonly byte[] _payload = new byte[OpusTranscoder.MaxLength];
    private readonly OpusTranscoder _encoding = new();
    private readonly OpusTranscoder _decoding = new();
    private int _next;

    /// <summary>Makes a second that changes like speech: a gliding tone in noise.</summary>
    public OpusCoding()
    {
        var random = new Random(11);
        var phase = 0.0;
        var samples = new short[160];
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                phase += 2 * Math.PI * (200 + (frame * 20)) / 8000;
                samples[i] = (short)((6000 * Math.Sin(phase)) + random.Next(-400, 400));
            }

            _spoken[frame] = new byte[160];
            G711.Encode(PayloadKind.Pcmu, samples, _spoken[frame]);
            var length = _encoding.FromG711(PayloadKind.Pcmu, _spoken[frame], _packet);
            _packets[frame] = _packet[..length];
        }
    }

    /// <summary>µ-law to Opus.</summary>
    [Benchmark]
    public int FromG711() => Math.Sign(_encoding.FromG711(PayloadKind.Pcmu, _spoken[_next++ % Frames], _packet));

    /// <summary>Opus to µ-law.</summary>
    [Benchmark]
    public int ToG711() => _decoding.ToG711(_packets[_next++ % Frames], PayloadKind.Pcmu, _payload);

    /// <summary>Gives the native states back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _encoding.Dispose();
        _decoding.Dispose();
        GC.SuppressFinalize(this);
    }
}
