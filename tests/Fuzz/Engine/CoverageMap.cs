using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace RtcCluster.Fuzz.Engine;

/// <summary>The 64 KiB of edge counters that an instrumented parser writes into, and what all inputs so far have reached.</summary>
/// <remarks>The first instrumented method that runs without a map writes through a null pointer: make this before anything else.</remarks>
internal sealed unsafe class CoverageMap : IDisposable
{
    private const int Size = 1 << 16;

    // Counts as AFL's: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128+ differ, 20 and 21 rounds of a loop do not.
    private static readonly byte[] Buckets = MakeBuckets();
    private readonly byte* _map;
    private readonly byte[] _reached = new byte[Size];

    public CoverageMap()
    {
        _map = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = _map;
    }

    /// <summary>Edges that any input reached.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets the last run.</summary>
    public void Clear()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the last run; true when it reached an edge, or a count of one, that none before did.</summary>
    public bool Merge()
    {
        var isNew = false;
        var words = (ulong*)_map;
        for (var word = 0; word < Size / 8; word++)
        {
            // Nearly all of the map is zero: eight counters are passed over at once.
            if (words[word] == 0)
            {
                continue;
            }

            for (var i = word * 8; i < (word * 8) + 8; i++)
            {
                var bucket = Buckets[_map[i]];
                if ((bucket & ~_reached[i]) != 0)
                {
                    isNew = true;
                    Edges += _reached[i] == 0 ? 1 : 0;
                    _reached[i] |= bucket;
                }
            }
        }

        return isNew;
    }

    public void Dispose()
    {
        Trace.SharedMem = null;
        NativeMemory.Free(_map);
    }

    private static byte[] MakeBuckets()
    {
        var buckets = new byte[256];
        for (var count = 1; count < 256; count++)
        {
            buckets[count] = count switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 };
        }

        return buckets;
    }
}
