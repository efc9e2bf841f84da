using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>The transaction ids of the checks that may still be answered: the newest eight, which is more than consent's lifetime holds.</summary>
internal sealed class CheckTransactions
{
    private const int Capacity = 8;
    private readonly byte[] _ids = new byte[Capacity * StunReader.TransactionIdLength];
    private readonly bool[] _isOpen = new bool[Capacity];
    private int _newest;

    /// <summary>Makes a new id of two random numbers; the oldest gives its place.</summary>
    public ReadOnlySpan<byte> Open(ulong first, ulong second)
    {
        _newest = (_newest + 1) % Capacity;
        _isOpen[_newest] = true;
        var id = Id(_newest);
        BitConverter.TryWriteBytes(id, first);
        BitConverter.TryWriteBytes(id[8..], (uint)second);
        return id;
    }

    /// <summary>Whether an answer with this id is waited for.</summary>
    public bool IsOpen(ReadOnlySpan<byte> id) => Find(id) >= 0;

    /// <summary>It was answered: a copy of the answer must not count again.</summary>
    public void Close(ReadOnlySpan<byte> id)
    {
        if (Find(id) is >= 0 and var at)
        {
            _isOpen[at] = false;
        }
    }

    public void Clear() => Array.Clear(_isOpen);

    private int Find(ReadOnlySpan<byte> id)
    {
        for (var at = 0; at < Capacity; at++)
        {
            if (_isOpen[at] && id.SequenceEqual(Id(at)))
            {
                return at;
            }
        }

        return -1;
    }

    private Span<byte> Id(int at) => _ids.AsSpan(at * StunReader.TransactionIdLength, StunReader.TransactionIdLength);
}
