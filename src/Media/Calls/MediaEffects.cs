using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Calls;

/// <summary>The effects that wait for the host, and the room in which their packets lie.</summary>
internal sealed class MediaEffects
{
    private readonly Queue<MediaEffect> _queue = new();
    private byte[] _room = new byte[1024];
    private int _used;

    public bool TryTake(out MediaEffect effect) => _queue.TryDequeue(out effect);

    /// <summary>The host calls in anew: when it has drained, the packets of before are no longer needed.</summary>
    public void Begin()
    {
        if (_queue.Count == 0)
        {
            _used = 0;
        }
    }

    public void Add(in MediaEffect effect) => _queue.Enqueue(effect);

    public void Add(MediaEffectKind kind, LegSlot leg) => _queue.Enqueue(new MediaEffect { Kind = kind, Leg = leg });

    /// <summary>Room for a packet of the given length; earlier packets stay where they are.</summary>
    public Memory<byte> Reserve(int length)
    {
        if (_used + length > _room.Length)
        {
            _room = new byte[Math.Max(_room.Length * 2, length)];
            _used = 0;
        }

        var room = _room.AsMemory(_used, length);
        _used += length;
        return room;
    }

    public void Send(LegSlot leg, ReadOnlyMemory<byte> packet, in IceFlow way, bool isRtcp) => _queue.Enqueue(new MediaEffect
    {
        Kind = MediaEffectKind.Send, Leg = leg, Packet = packet, Destination = way.Remote, Stream = way.Connection, IsRtcp = isRtcp,
    });
}
