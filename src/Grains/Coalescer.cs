namespace RtcCluster.Grains;

/// <summary>Collects what each of many is to be told, and tells it at once: <see cref="Together"/> after the first, or as soon as <see cref="MostTogether"/> wait (DESIGN section 4, "Hub call"). Any thread.</summary>
/// <typeparam name="TTo">Who is told: an edge, a tenant.</typeparam>
/// <typeparam name="TBatch">What waits for one of them.</typeparam>
/// <param name="send">Tells it; must not throw, nor wait.</param>
internal sealed class Coalescer<TTo, TBatch>(Action<TTo, TBatch> send)
    where TTo : notnull
    where TBatch : class, new()
{
    private const int MostTogether = 100;
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<TTo, TBatch> _waiting = [];

    /// <summary>Adds to what waits for <paramref name="to"/>.</summary>
    /// <param name="to">Who is told.</param>
    /// <param name="item">What.</param>
    /// <param name="add">Adds it to the batch, in whose lock it runs, and says how many the batch then holds.</param>
    public void Add<TItem>(TTo to, TItem item, Func<TBatch, TItem, int> add)
    {
        var first = false;
        var full = false;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(to, out var batch))
            {
                _waiting[to] = batch = new TBatch();
                first = true;
            }

            full = add(batch, item) >= MostTogether;
        }

        if (full)
        {
            Send(to);
        }
        else if (first)
        {
            _ = SendSoonAsync(to);
        }
    }

    private async Task SendSoonAsync(TTo to)
    {
        // Real time on purpose: this is a batch on the wire, not a rule that a test moves a clock for.
        await Task.Delay(Together, TimeProvider.System).ConfigureAwait(false);
        Send(to);
    }

    private void Send(TTo to)
    {
        TBatch? batch;
        lock (_lock)
        {
            if (!_waiting.Remove(to, out batch))
            {
                return;
            }
        }

        // Taken out of the dictionary: nobody adds to it any more.
        send(to, batch);
    }
}
