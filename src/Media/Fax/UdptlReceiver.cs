using System.Buffers.Binary;

namespace RtcCluster.Media.Fax;

/// <summary>Takes IFP packets out of UDPTL (ITU-T T.38 §9.1), each once and in order: what was lost comes out of the datagrams after it. See <see cref="UdptlSender"/> for the bytes.</summary>
/// <remarks>Parity instead of redundancy is not read: it is not offered. Its primary packets are.</remarks>
public sealed class UdptlReceiver
{
    // A datagram that is further behind is an old one; one that is further ahead is of a sender that began anew.
    private const int Window = 1_024;

    private readonly Queue<(ushort Sequence, byte[] Packet)> _ready = new();
    private ushort _next;
    private bool _began;

    /// <summary>Datagrams that contradict themselves.</summary>
    public long Malformed { get; private set; }

    /// <summary>Packets that were lost and came with a later datagram.</summary>
    public long Recovered { get; private set; }

    /// <summary>Packets that were lost and did not.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes a datagram; false when it is none.</summary>
    public bool Put(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 4)
        {
            Malformed++;
            return false;
        }

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        var rest = datagram[2..];
        if (!TryPacket(ref rest, out var primary) || !TrySecondaries(rest, out var secondaries))
        {
            Malformed++;
            return false;
        }

        var ahead = _began ? (short)(sequence - _next) : (short)0;
        if (!_began || ahead is > Window or < -Window)
        {
            (_began, _next, ahead) = (true, sequence, 0);
        }

        if (ahead < 0)
        {
            // It came after those behind it, which had it with them.
            return true;
        }

        for (var missing = ahead; missing > 0; missing--)
        {
            if (missing <= secondaries.Count)
            {
                Recovered++;
                _ready.Enqueue(((ushort)(sequence - missing), secondaries[missing - 1]));
            }
            else
            {
                Lost++;
            }
        }

        _ready.Enqueue((sequence, primary.ToArray()));
        _next = (ushort)(sequence + 1);
        return true;
    }

    /// <summary>The next packet; false when there is none.</summary>
    public bool TryTake(out ushort sequence, out ReadOnlyMemory<byte> packet)
    {
        var found = _ready.TryDequeue(out var ready);
        (sequence, packet) = (ready.Sequence, ready.Packet);
        return found;
    }

    private static bool TryPacket(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        int length = rest[0];
        var head = 1;
        if (length >= 0x80)
        {
            // 0xC0 and more are packets in pieces of 16 KiB, which no datagram has.
            if (length >= 0xC0 || rest.Length < 2)
            {
                return false;
            }

            length = ((length & 0x3F) << 8) | rest[1];
            head = 2;
        }

        if (rest.Length < head + length)
        {
            return false;
        }

        packet = rest.Slice(head, length);
        rest = rest[(head + length)..];
        return true;
    }

    private static bool TrySecondaries(ReadOnlySpan<byte> rest, out List<byte[]> packets)
    {
        packets = [];
        if (rest.IsEmpty || (rest[0] & 0x80) != 0)
        {
            // Without the part for errors, or with parity.
            return true;
        }

        if (rest.Length < 2 || rest[1] >= 0x80)
        {
            return rest.Length == 1;
        }

        var count = rest[1];
        rest = rest[2..];
        for (var i = 0; i < count; i++)
        {
            if (!TryPacket(ref rest, out var packet))
            {
                return false;
            }

            packets.Add(packet.ToArray());
        }

        return true;
    }
}
