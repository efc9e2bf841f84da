using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;
using RtcCluster.Load.Micro.Sip;

namespace RtcCluster.Load.Micro.Calls;

/// <summary>A call's state as it is stored, and a batch of commands as it goes to an edge.</summary>
[MemoryDiagnoser]
public class CallWire
{
    private readonly Serializer _serializer = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(CallBatch).Assembly).AddAssembly(typeof(CallState).Assembly))
        .BuildServiceProvider()
        .GetRequiredService<Serializer>();

    private readonly CallState _state;
    private readonly CallBatch _batch;
    private readonly byte[] _stored;
    private readonly byte[] _sent;

    /// <summary>Prepares a connected, recorded call and the batch that connected it.</summary>
    public CallWire()
    {
        var call = new PlayedCall(WireText.Description, WireText.Description);
        call.Connect();
        _state = call.State;
        _batch = new CallBatch(
            _state.Id,
            1,
            4,
            [
                new AcceptMedia(new LegId(2), WireText.Description),
                new ConnectMedia(LegId.First, new LegId(2)),
                new AnswerLeg(LegId.First, SdpBody.Local),
            ]);
        _stored = _serializer.SerializeToArray(_state);
        _sent = _serializer.SerializeToArray(_batch);
    }

    /// <summary>The state of a connected call to bytes.</summary>
    [Benchmark]
    public int WriteState() => _serializer.SerializeToArray(_state).Length;

    /// <summary>And back, as an activation reads it.</summary>
    [Benchmark]
    public int ReadState() => _serializer.Deserialize<CallState>(_stored)!.Ledger.Count;

    /// <summary>A batch of three commands to bytes.</summary>
    [Benchmark]
    public int WriteBatch() => _serializer.SerializeToArray(_batch).Length;

    /// <summary>And back, as an edge reads it.</summary>
    [Benchmark]
    public int ReadBatch() => _serializer.Deserialize<CallBatch>(_sent)!.Commands.Length;
}
