using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

/// <summary>
/// A controlling agent and a lite one, with the edge's table before it and a network between them that delays each packet by 20 ms and loses
/// some by a seed. Time jumps from one event to the next.
/// </summary>
internal sealed class IcePair
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private readonly Random _random;
    private readonly UfragTable _table = new(UfragTableOptions.Default);
    private readonly PriorityQueue<(bool ToEdge, byte[] Packet, IceFlow Source), long> _network = new();
    private readonly byte[] _answer = new byte[StunBinding.MaxAnswer];

    public IcePair(int seed = 1, double loss = 0, IceFlow? edge = null, IceFlow? client = null)
    {
        _random = new Random(seed);
        Loss = loss;
        ClientFlow = client ?? Browser.Home;
        EdgeFlow = edge ?? Browser.At("203.0.113.1", 20000);
        Lite = new IceLite(IceLiteOptions.Default, Browser.Credentials(1), Now);
        Assert.True(_table.Add(new ShardSlot(0), Lite.Local));
        Controlling = new IceControlling(
            new IceControllingOptions { Local = Browser.Credentials(2), Remote = Lite.Local, Destination = EdgeFlow, TieBreaker = 5 }, (ulong)seed, Now);
        Drain();
    }

    public IceLite Lite { get; }

    public IceControlling Controlling { get; }

    public IceFlow EdgeFlow { get; }

    /// <summary>Where the controlling agent's packets come from.</summary>
    public IceFlow ClientFlow { get; set; }

    public double Loss { get; set; }

    public long Now { get; private set; } = TimeSpan.TicksPerHour;

    public List<(long At, IceEffectKind Kind, IceFlow Flow)> LiteEffects { get; } = [];

    public List<(long At, IceEffectKind Kind, IceFlow Flow)> ControllingEffects { get; } = [];

    /// <summary>When each packet of the controlling agent left, since the beginning.</summary>
    public List<TimeSpan> Sent { get; } = [];

    public void Run(TimeSpan time)
    {
        var end = Now + time.Ticks;
        while (true)
        {
            var next = Math.Min(Lite.Deadline, Controlling.Deadline);
            var arrives = _network.TryPeek(out _, out var at) && at <= next;
            next = arrives ? at : next;
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Math.Max(Now, next);
            if (arrives)
            {
                Deliver(_network.Dequeue());
            }
            else
            {
                Lite.Tick(Now);
                Controlling.Tick(Now);
            }

            Drain();
        }
    }

    public void Do(Action change)
    {
        change();
        Drain();
    }

    public void RestartBoth(int seed)
    {
        var fresh = Browser.Credentials(seed);
        Assert.True(_table.Add(new ShardSlot(0), fresh));
        Lite.Restart(fresh, Now);
        Controlling.Restart(Browser.Credentials(seed + 1), fresh, Now);
        Drain();
    }

    public RouteStatus RouteRtp(in IceFlow source) => _table.Route([0x80, 0, 0, 1], source, out _).Status;

    private void Deliver((bool ToEdge, byte[] Packet, IceFlow Source) arrival)
    {
        if (!arrival.ToEdge)
        {
            Controlling.Receive(arrival.Packet, arrival.Source, Now);
            return;
        }

        var route = _table.Route(arrival.Packet, arrival.Source, out var message);
        if (route.Status != RouteStatus.Routed)
        {
            return;
        }

        var verdict = Lite.Receive(message, arrival.Source, _answer, Now);
        if (verdict.ProvesSource)
        {
            _table.Remember(route.Slot, arrival.Source);
        }

        // The answer finds its way only while the client is still where it asked from.
        if (verdict.Length > 0 && arrival.Source == ClientFlow)
        {
            Post(false, _answer[..verdict.Length], EdgeFlow);
        }
    }

    private void Drain()
    {
        while (Lite.TryTake(out var effect))
        {
            LiteEffects.Add((Now, effect.Kind, effect.Flow));
            if (effect.Kind == IceEffectKind.UfragRetired)
            {
                _table.Retire(new ShardSlot(0), effect.Ufrag!);
            }
        }

        while (Controlling.TryTake(out var effect))
        {
            if (effect.Kind == IceEffectKind.Send)
            {
                Assert.Equal(EdgeFlow, effect.Flow);
                Sent.Add(TimeSpan.FromTicks(Now - TimeSpan.TicksPerHour));
                Post(true, effect.Packet.ToArray(), ClientFlow);
            }
            else
            {
                ControllingEffects.Add((Now, effect.Kind, effect.Flow));
            }
        }
    }

    private void Post(bool toEdge, byte[] packet, in IceFlow source)
    {
        if (_random.NextDouble() >= Loss)
        {
            _network.Enqueue((toEdge, packet, source), Now + Delay.Ticks);
        }
    }
}
