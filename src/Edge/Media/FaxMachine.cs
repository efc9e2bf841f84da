using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Fax;

namespace RtcCluster.Edge.Media;

/// <summary>A fax machine that talks with a leg: in sound at first, in packets once both sides have agreed on T.38. Lives in its call's shard.</summary>
/// <param name="leg">The leg.</param>
/// <param name="options">What it is to do.</param>
/// <param name="intake">Takes what it tells.</param>
/// <param name="make">Makes its session in packets.</param>
internal sealed class FaxMachine(LegId leg, FaxSessionOptions options, FaxIntake intake, Func<FaxSessionOptions, FaxSession> make) : IDisposable
{
    // A machine that stood still catches up for so long (5 s).
    private const int MostTicks = 250;
    private static readonly long TickTime = TimeSpan.FromMilliseconds(20).Ticks;

    private FaxSession? _packets;
    private UdptlSender _sender = new();
    private UdptlReceiver _receiver = new();
    private long _nextTick;

    /// <summary>The leg.</summary>
    public LegId Leg => leg;

    /// <summary>Takes what it tells.</summary>
    public FaxIntake Intake => intake;

    /// <summary>What it is to do.</summary>
    public FaxSessionOptions Options => options;

    /// <summary>The machine in sound; null once it talks in packets.</summary>
    public FaxSource? Sound { get; set; }

    /// <summary>Whether a page has passed: from then on it goes on as it is.</summary>
    public bool HasPages { get; set; }

    /// <summary>Whether it was offered to the party to talk in packets.</summary>
    public bool IsOffered { get; set; }

    /// <summary>Whether it talks in packets.</summary>
    public bool IsT38 => _packets is not null;

    /// <summary>Where the party takes packets.</summary>
    public MediaEndpoint Remote { get; private set; }

    /// <summary>What was lost on the way to us, for a log.</summary>
    public UdptlReceiver Received => _receiver;

    /// <summary>Talks in packets from now on, from the beginning.</summary>
    /// <param name="remote">Where the party takes them.</param>
    /// <param name="now">Ticks.</param>
    public void Switch(in MediaEndpoint remote, long now)
    {
        Remote = remote;
        if (_packets is null)
        {
            _packets = make(options with { IsT38 = true });
            (_sender, _receiver, _nextTick) = (new UdptlSender(), new UdptlReceiver(), now);
        }
    }

    /// <summary>Takes a datagram. It is the party's when it comes from the address that the party has named, from whatever port: a gateway behind NAT has another.</summary>
    /// <returns>False for a stranger's.</returns>
    public bool Receive(ReadOnlySpan<byte> datagram, in MediaEndpoint source)
    {
        if (!source.SameAddress(Remote) || !_receiver.Put(datagram))
        {
            return false;
        }

        Remote = source;
        while (_packets is { IsOver: false } && _receiver.TryTake(out var sequence, out var packet))
        {
            _packets.Receive(packet.Span, sequence);
        }

        return true;
    }

    /// <summary>Does what is due by the clock.</summary>
    /// <param name="now">Ticks.</param>
    /// <param name="send">Sends a datagram to <see cref="Remote"/>.</param>
    public void Tick(long now, Action<ReadOnlySpan<byte>> send)
    {
        if (_packets is null)
        {
            return;
        }

        if (now - _nextTick > MostTicks * TickTime)
        {
            _nextTick = now;
        }

        for (; now >= _nextTick && !_packets.IsOver; _nextTick += TickTime)
        {
            _packets.Tick();
        }

        Span<byte> datagram = stackalloc byte[UdptlSender.MostBytes];
        while (_packets.TryTakePacket(out var packet, out var times))
        {
            var length = _sender.Write(packet.Span, datagram);
            for (var i = 0; i < times && length > 0; i++)
            {
                send(datagram[..length]);
            }
        }
    }

    /// <summary>The next event in packets; in sound they come by themselves.</summary>
    public bool TryTake(out FaxEvent? happened)
    {
        happened = null;
        return _packets?.TryTake(out happened) is true;
    }

    /// <summary>The other machine has gone, or we go.</summary>
    public void HangUp()
    {
        Sound?.HangUp();
        _packets?.HangUp();
    }

    /// <summary>Gives everything native back.</summary>
    public void Dispose()
    {
        Sound?.Dispose();
        _packets?.Dispose();
    }
}
