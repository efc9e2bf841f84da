using System.Buffers.Binary;

namespace RtcCluster.Media.Dtls;

/// <summary>Gives the records of datagrams out one by one, and keeps back those that are too early.</summary>
/// <remarks>
/// The peer's ChangeCipherSpec ends its plaintext. The library below believes one as soon as it has the keys, and from then on is deaf to the
/// CertificateVerify that belongs before it: one datagram of a client lost or overtaken there, and the handshake stands until its time is over.
/// </remarks>
internal sealed class DtlsRecordQueue(int capacity)
{
    private const byte ChangeCipherSpec = 20;
    private readonly Queue<ReadOnlyMemory<byte>> _records = new();
    private readonly Queue<ReadOnlyMemory<byte>> _early = new();

    public bool IsEmpty => _records.Count == 0 && _early.Count == 0;

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

    /// <param name="awaitsFinished">Only Finished, which is encrypted, or what comes after it is wanted.</param>
    /// <param name="record">The record.</param>
    public bool TryTake(bool awaitsFinished, out ReadOnlyMemory<byte> record)
    {
        if (awaitsFinished && _early.TryDequeue(out record))
        {
            return true;
        }

        while (_records.TryDequeue(out record))
        {
            if (awaitsFinished || !IsEarly(record.Span))
            {
                return true;
            }

            if (_early.Count < capacity)
            {
                _early.Enqueue(record);
            }
        }

        return false;
    }

    private static bool IsEarly(ReadOnlySpan<byte> record) => record[0] == ChangeCipherSpec || BinaryPrimitives.ReadUInt16BigEndian(record[3..]) > 0;
}
