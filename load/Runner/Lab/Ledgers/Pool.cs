using System.Threading.Channels;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>Telephones of which each call has some for itself.</summary>
internal sealed class Pool
{
    private readonly Channel<LedgerPhone> _free = Channel.CreateUnbounded<LedgerPhone>();

    /// <param name="phones">The telephones.</param>
    public Pool(IReadOnlyList<LedgerPhone> phones)
    {
        foreach (var phone in phones)
        {
            GiveBack(phone);
        }
    }

    /// <summary>Waits for one that is free.</summary>
    public ValueTask<LedgerPhone> TakeAsync(CancellationToken ct) => _free.Reader.ReadAsync(ct);

    /// <summary>It is free again.</summary>
    public void GiveBack(LedgerPhone phone) => _free.Writer.TryWrite(phone);
}
