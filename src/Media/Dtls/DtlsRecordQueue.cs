using System.Buffers.Binary;

namespace RtcCluster.Media.Dtls;

/// <summary>Gives the records of datagrams out one by one, and the encrypted ones of a handshake in their order.</summary>
/// <remarks>
/// The peer's ChangeCipherSpec ends its plaintext. The library below believes one as soon as it has the keys, and from then on is deaf to the
/// CertificateVerify that belongs before it: one datagram of a client lost or overtaken there, and the handshake stands until its time is over.
/// A Finished that overtakes the ChangeCipherSpec it forgets.
/// </remarks>
internal sealed class DtlsRecordQueue(int capacity)
{
    private const byte ChangeCipherSpec = 20;
    private readonly Queue<ReadOnlyMemory<byte>> _records = new();
    private readonly Queue<ReadOnlyMemory<byte>> _encrypted = new();
    private ReadOnlyMemory<byte> _change;
    private bool _isChanged;

    public bool IsEmpty => _records.Count == 0 && (_encrypted.Count == 0 || !_isChanged);

    /// <param name="datagram">Of whole records.</param>
    public void Add(ReadOnlyMemory<byte> datagram)
    {
        while (!datagram.IsEmpty)
        {
            var length = DtlsRecords.FirstLength(datagram.Span);
            _records.Enqueue(datagram[..length]);
            datagram = datagram[length..];
        }
    }

    /// <param name="awaitsFinished">Whether nothing else of the handshake is missing.</param>
    /// <param name="record">The record.</param>
    public bool TryTake(bool awaitsFinished, out ReadOnlyMemory<byte> record)
    {
        if (_isChanged && _encrypted.TryDequeue(out record))
        {
            return true;
        }

        while (_records.TryDequeue(out record))
        {
            if (record.Span[0] == ChangeCipherSpec)
            {
                _change = record;
            }
            else if (_isChanged || BinaryPrimitives.ReadUInt16BigEndian(record.Span[3..]) == 0)
            {
                return true;
            }
            else if (_encrypted.Count < capacity)
            {
                _encrypted.Enqueue(record);
            }
        }

        record = _change;
        var changes = awaitsFinished && !_isChanged && !_change.IsEmpty;
        _isChanged |= changes;
        return changes;
    }
}
