using System.Buffers.Binary;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>
/// All legs behind one port: a STUN request is told apart by whom it addresses, everything else by where it comes from, once an authenticated
/// check has proven that a leg's peer is there.
/// </summary>
/// <remarks>
/// <code>
/// var route = table.Route(packet, flow, out var message);
/// if (route.Status != RouteStatus.Routed) return;                 // counted here
/// if (route.Kind == PacketKind.Stun)
/// {
///     var verdict = ice[route.Slot].Receive(message, flow, answer, now);
///     if (verdict.ProvesSource) table.Remember(route.Slot, flow);
///     Send(answer[..verdict.Length], flow);
///     // drain: Selected → table.Select, UfragRetired → table.Retire
/// }
/// </code>
/// A source that no check has proven can reach a leg only with a STUN request for a fragment of ours; what it can do there is the leg's to
/// bound. A packet of a known source costs one look-up and allocates nothing.
/// </remarks>
public sealed class UfragTable
{
    private readonly UfragTableOptions _options;
    private readonly Dictionary<ulong, ShardSlot> _ufrags;
    private readonly Dictionary<IceFlow, ShardSlot> _flows;
    private readonly Dictionary<ShardSlot, TableLeg> _legs;
    private readonly long[] _counts = new long[(int)RouteStatus.UnknownSource + 1];

    /// <summary>An empty table.</summary>
    public UfragTable(UfragTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _ufrags = [];
        _flows = [];
        _legs = [];
    }

    /// <summary>Legs in the table.</summary>
    public int Legs => _legs.Count;

    /// <summary>Places that peers are known at, of all legs.</summary>
    public int Flows => _flows.Count;

    /// <summary>How often <see cref="Route"/> said a status.</summary>
    public long Count(RouteStatus status) => _counts[(int)status];

    /// <summary>
    /// Makes a leg known under credentials of ours; again with new ones before an ICE restart. False when the table or the leg is full, or when
    /// the fragment is taken or is not one that we made: draw other random bytes.
    /// </summary>
    public bool Add(ShardSlot slot, IceCredentials local)
    {
        ArgumentNullException.ThrowIfNull(local);
        var isKnown = _legs.TryGetValue(slot, out var leg);
        if ((isKnown ? leg!.IsFull : _legs.Count >= _options.MaxLegs) || !TryKey(local.UfragBytes, out var key) || !_ufrags.TryAdd(key, slot))
        {
            return false;
        }

        if (!isKnown)
        {
            leg = new TableLeg(_options);
            _legs.Add(slot, leg);
        }

        leg!.Ufrags.Add(key);
        return true;
    }

    /// <summary>Checks that address the fragment reach the leg no more.</summary>
    public void Retire(ShardSlot slot, string ufrag)
    {
        ArgumentNullException.ThrowIfNull(ufrag);
        Span<byte> bytes = stackalloc byte[IceCredentials.OwnUfragLength];
        if (_legs.TryGetValue(slot, out var leg) && System.Text.Encoding.ASCII.TryGetBytes(ufrag, bytes, out var length) && TryKey(bytes[..length], out var key)
            && leg.Ufrags.Remove(key))
        {
            _ufrags.Remove(key);
        }
    }

    /// <summary>Takes a leg out, with all that is known of it.</summary>
    public void Remove(ShardSlot slot)
    {
        if (_legs.Remove(slot, out var leg))
        {
            foreach (var key in leg.Ufrags)
            {
                _ufrags.Remove(key);
            }

            foreach (var flow in leg.Flows)
            {
                _flows.Remove(flow);
            }
        }
    }

    /// <summary>An authenticated check came from there: packets from there are the leg's. A flow that was another leg's changes hands, as a NAT's ports do.</summary>
    public void Remember(ShardSlot slot, in IceFlow flow)
    {
        if (!_legs.TryGetValue(slot, out var leg))
        {
            return;
        }

        if (_flows.TryGetValue(flow, out var before) && before != slot)
        {
            _legs[before].Drop(flow);
        }

        var dropped = leg.Note(flow);
        if (!dropped.IsNone)
        {
            _flows.Remove(dropped);
        }

        _flows[flow] = slot;
    }

    /// <summary>The leg's media goes there: this place is not the one that goes when there are too many.</summary>
    public void Select(ShardSlot slot, in IceFlow flow)
    {
        if (_legs.TryGetValue(slot, out var leg))
        {
            leg.Select(flow);
        }
    }

    /// <summary>A TCP connection ended; gives whose it was, or none.</summary>
    public ShardSlot Forget(in IceFlow flow)
    {
        if (!_flows.Remove(flow, out var slot))
        {
            return ShardSlot.None;
        }

        _legs[slot].Drop(flow);
        return slot;
    }

    /// <summary>Says whose a packet is.</summary>
    /// <param name="packet">The datagram, or a frame of a TCP connection.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="message">The STUN message, when it is one and is routed.</param>
    public UfragRoute Route(ReadOnlySpan<byte> packet, scoped in IceFlow source, out StunReader message)
    {
        var kind = PacketKinds.Of(packet);
        var stun = StunStatus.Ok;
        message = default;
        ShardSlot slot;
        RouteStatus status;
        if (kind is PacketKind.Unknown or PacketKind.TurnChannel)
        {
            (status, slot) = (RouteStatus.UnknownKind, ShardSlot.None);
        }
        else if (kind == PacketKind.Stun && (stun = StunReader.TryRead(packet, out message)) != StunStatus.Ok)
        {
            (status, slot) = (RouteStatus.MalformedStun, ShardSlot.None);
        }
        else if (kind == PacketKind.Stun && message.Class == StunClass.Request)
        {
            status = TryKey(message.LocalUfrag, out var key) && _ufrags.TryGetValue(key, out slot) ? RouteStatus.Routed : Drop(RouteStatus.UnknownUfrag, out slot);
        }
        else
        {
            status = _flows.TryGetValue(source, out slot) ? RouteStatus.Routed : Drop(RouteStatus.UnknownSource, out slot);
        }

        _counts[(int)status]++;
        return new UfragRoute(status, kind, slot, stun);
    }

    private static RouteStatus Drop(RouteStatus why, out ShardSlot slot)
    {
        slot = ShardSlot.None;
        return why;
    }

    // Fragments of ours have eight characters: as a number they need no string to be looked up.
    private static bool TryKey(ReadOnlySpan<byte> ufrag, out ulong key)
    {
        key = ufrag.Length == IceCredentials.OwnUfragLength ? BinaryPrimitives.ReadUInt64LittleEndian(ufrag) : 0;
        return key != 0;
    }
}
