using System.Buffers.Binary;

namespace RtcCluster.Media.Recording;

/// <summary>One bit for each 20 ms of a chunk, 100 of 128 in use.</summary>
/// <param name="Low">Slots 0 to 63.</param>
/// <param name="High">Slots 64 to 127.</param>
public readonly record struct SlotMap(ulong Low, ulong High)
{
    /// <summary>Bytes of a map.</summary>
    public const int Length = 16;

    /// <summary>Samples of a slot.</summary>
    public const int SlotSamples = 160;

    /// <summary>Whether no slot is set.</summary>
    public bool IsEmpty => (Low | High) == 0;

    /// <summary>How many slots are set.</summary>
    public int Count => System.Numerics.BitOperations.PopCount(Low) + System.Numerics.BitOperations.PopCount(High);

    /// <summary>Whether a slot is set; false outside 0 to 127.</summary>
    public bool this[int slot] => slot switch
    {
        < 0 or > 127 => false,
        < 64 => (Low >> slot & 1) != 0,
        _ => (High >> (slot - 64) & 1) != 0,
    };

    /// <summary>The map with the slots of samples <paramref name="from"/> to <paramref name="to"/> (exclusive) set.</summary>
    public SlotMap With(int from, int to)
    {
        var (low, high) = (Low, High);
        for (var slot = from / SlotSamples; slot * SlotSamples < to; slot++)
        {
            if (slot < 64)
            {
                low |= 1UL << slot;
            }
            else
            {
                high |= 1UL << (slot - 64);
            }
        }

        return new SlotMap(low, high);
    }

    internal static SlotMap Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], High);
    }
}
