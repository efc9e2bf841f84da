using System.Net;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>Flows of other edges by which messages of our dialogs came: numbered as connections are, with negative numbers. Any thread.</summary>
internal sealed class PassedFlows(IGrainFactory grains, ISipIntake intake, EdgeClock clock, EdgeMetrics metrics)
{
    private const int MaxFlows = 65_536;
    private const int LookFrom = 1_024;

    // A dialog may have no other way than a connection; over UDP a flow is a transaction's.
    private static readonly long MemoryOfAConnection = TimeSpan.FromHours(24).Ticks;
    private static readonly long MemoryOfASource = TimeSpan.FromMinutes(2).Ticks;

    private readonly Lock _lock = new();
    private readonly Dictionary<SipPath, Flow> _byPath = [];
    private readonly Dictionary<long, Flow> _byNumber = [];
    private int _lookAt = LookFrom;
    private long _last;

    /// <summary>How many are known.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byNumber.Count;
            }
        }
    }

    /// <summary>A message came by a flow of another edge; false when it cannot be taken.</summary>
    public bool Receive(SipPath path, IReadOnlyList<SipListener> listeners, byte[] message)
    {
        if (!TryRead(path, out var there) || Here(listeners, there) is not { } here || NumberOf(path) is not { } number)
        {
            return false;
        }

        // Contact and Via name this edge: what follows in the dialog comes here when it can.
        intake.Receive(message, new SipFlow(there.Transport, here, there.Remote, number));
        return true;
    }

    /// <summary>Sends by a flow, in order; false when it is not known any more. A later failure is told to the intake.</summary>
    public bool TrySend(long number, ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
        lock (_lock)
        {
            if (!_byNumber.TryGetValue(number, out var flow))
            {
                return false;
            }

            flow.Used = clock.Now;
            flow.Sending = SendAsync(flow, flow.Sending, bytes.ToArray(), shard, transaction);
            return true;
        }
    }

    /// <summary>A flow of this edge, as another one names it; false for one that is none.</summary>
    public static bool TryRead(SipPath path, out SipFlow flow)
    {
        flow = default;
        var transport = DialTargets.TransportOf(path.Transport);
        if (!IPEndPoint.TryParse(path.Local, out var local) || !IPEndPoint.TryParse(path.Remote, out var remote) || path.Connection < 0 || path.Connection == 0 != (transport == SipTransport.Udp))
        {
            return false;
        }

        flow = new SipFlow(transport, local, remote, path.Connection);
        return true;
    }

    private static IPEndPoint? Here(IReadOnlyList<SipListener> listeners, SipFlow there) =>
        listeners.Where(l => l.Transport == there.Transport && l.Local.AddressFamily == there.Remote.AddressFamily).Select(l => l.Local).FirstOrDefault();

    private async Task SendAsync(Flow flow, Task before, byte[] message, int shard, long transaction)
    {
        await PoolThread.Enter();
        await before.ConfigureAwait(false);
        try
        {
            if (await grains.GetGrain<IEdgeGrain>(flow.Path.Edge.Value).SendBy(flow.Path, message).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("passed");
        }

        intake.SendFailed(shard, transaction);
        Close([flow]);
    }

    private long? NumberOf(SipPath path)
    {
        List<Flow> old = [];
        try
        {
            lock (_lock)
            {
                if (_byPath.TryGetValue(path, out var known))
                {
                    known.Used = clock.Now;
                    return known.Number;
                }

                if (_byNumber.Count >= _lookAt)
                {
                    old.AddRange(_byNumber.Values.Where(flow => flow.Used + (flow.Path.Connection == 0 ? MemoryOfASource : MemoryOfAConnection) < clock.Now));
                    old.ForEach(Remove);
                    _lookAt = Math.Max(LookFrom, _byNumber.Count * 2);
                }

                if (_byNumber.Count >= MaxFlows)
                {
                    return null;
                }

                var made = new Flow(--_last, path) { Used = clock.Now };
                _byPath[path] = _byNumber[made.Number] = made;
                return made.Number;
            }
        }
        finally
        {
            Close(old);
        }
    }

    private void Close(List<Flow> flows)
    {
        foreach (var flow in flows)
        {
            lock (_lock)
            {
                Remove(flow);
            }

            intake.ConnectionClosed(flow.Number);
        }
    }

    private void Remove(Flow flow)
    {
        if (_byNumber.Remove(flow.Number))
        {
            _byPath.Remove(flow.Path);
        }
    }

    private sealed class Flow(long number, SipPath path)
    {
        public long Number => number;

        public SipPath Path => path;

        public long Used { get; set; }

        public Task Sending { get; set; } = Task.CompletedTask;
    }
}
