using System.Collections.Concurrent;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Edge.Media;

/// <summary>Our certificates: one for the answers of this process, and a new one for each offer of ours.</summary>
/// <remarks>
/// A page whose telephone goes over to another call keeps its connection, and with it the keys of the call before, unless the offer names another
/// certificate than it knows: only then does it shake hands anew (RFC 8842 §4). Making one takes a millisecond, so a few are kept.
/// </remarks>
internal sealed class DtlsIdentities(DtlsIdentity own, Func<DateTimeOffset> utc)
{
    private const int Kept = 8;
    private readonly ConcurrentQueue<DtlsIdentity> _stock = new();
    private int _isFilling;

    /// <summary>That of answers.</summary>
    public DtlsIdentity Own => own;

    /// <summary>One that nobody knows yet.</summary>
    public DtlsIdentity Take()
    {
        var taken = _stock.TryDequeue(out var made) ? made : DtlsIdentity.Create(utc());
        Fill();
        return taken;
    }

    /// <summary>Makes some, in the background.</summary>
    public void Fill()
    {
        if (_stock.Count < Kept && Interlocked.Exchange(ref _isFilling, 1) == 0)
        {
            ThreadPool.QueueUserWorkItem(static o => o.Make(), this, preferLocal: false);
        }
    }

    private void Make()
    {
        try
        {
            while (_stock.Count < Kept)
            {
                _stock.Enqueue(DtlsIdentity.Create(utc()));
            }
        }
        finally
        {
            Volatile.Write(ref _isFilling, 0);
        }
    }
}
