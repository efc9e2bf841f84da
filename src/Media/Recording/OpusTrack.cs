using System.Buffers;
using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Recording;

/// <summary>The Opus packets of one channel in a chunk that is still being filled: one for each 20 ms, in any order.</summary>
internal sealed class OpusTrack
{
    /// <summary>Packets of a whole chunk.</summary>
    public const int Slots = RecordingChunkHeader.ChunkSamples / SlotMap.SlotSamples;

    /// <summary>Samples of 48 kHz in a slot.</summary>
    public const int SlotUnits = 960;

    /// <summary>
    /// The longest packet that is kept: 250 kbit/s, eight times what browsers send. With it 50 packets of both channels fit into a page, whatever they hold.
    /// </summary>
    public const int MaxPacket = 634;

    // 20 ms of silence, full band, one channel.
    private static readonly byte[] SilentPacket = [0xF8, 0xFF, 0xFE];

    /// <summary>So many lost packets are concealed, which fades out; what is longer is no loss but silence.</summary>
    private const int MaxConcealed = 3;

    private const int FirstRoom = 8192;
    private readonly int[] _at = new int[Slots];
    private readonly int[] _lengths = new int[Slots];
    private readonly byte[] _concealed = new byte[1];
    private byte[]? _bytes;
    private int _used;

    /// <summary>Bytes of all packets.</summary>
    public int Length => _used;

    public bool IsEmpty => _used == 0;

    /// <summary>Forgets all packets and gives their buffer back.</summary>
    public void Clear()
    {
        if (_bytes is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            _bytes = null;
            _used = 0;
            _lengths.AsSpan().Clear();
        }
    }

    /// <summary>Keeps a packet of 20 ms; a second one for the same time is left out.</summary>
    public void Write(int slot, ReadOnlySpan<byte> packet)
    {
        if (_lengths[slot] > 0)
        {
            return;
        }

        _bytes ??= ArrayPool<byte>.Shared.Rent(FirstRoom);
        if (_used + packet.Length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (_used + packet.Length));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        packet.CopyTo(_bytes.AsSpan(_used));
        (_at[slot], _lengths[slot]) = (_used, packet.Length);
        _used += packet.Length;
    }

    /// <summary>What a decoder is to be given for a slot: the packet, a request to conceal its loss, or silence.</summary>
    public ReadOnlySpan<byte> Read(int slot)
    {
        if (_lengths[slot] > 0)
        {
            return _bytes.AsSpan(_at[slot], _lengths[slot]);
        }

        for (var before = slot - 1; before >= 0 && before >= slot - MaxConcealed; before--)
        {
            if (_lengths[before] > 0)
            {
                var toc = new OpusToc(_bytes![_at[before]]).Single;
                _concealed[0] = toc.Value;
                return toc.FrameSamples == SlotUnits ? _concealed : SilentPacket;
            }
        }

        return SilentPacket;
    }
}
