using System.Runtime.CompilerServices;

namespace RtcCluster.Storage.Reports;

/// <summary>Makes one stream of several that are each in order of time.</summary>
internal static class Merged
{
    /// <summary>Everything, in order of its beginning.</summary>
    public static async IAsyncEnumerable<Occurrence<TTally>> Of<TTally>(
        IEnumerable<IAsyncEnumerable<Occurrence<TTally>>> streams, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var open = streams.Select(stream => stream.GetAsyncEnumerator(ct)).ToList();
        var next = new PriorityQueue<IAsyncEnumerator<Occurrence<TTally>>, DateTimeOffset>();
        try
        {
            foreach (var stream in open)
            {
                await AdvanceAsync(stream).ConfigureAwait(false);
            }

            while (next.TryDequeue(out var first, out _))
            {
                yield return first.Current;
                await AdvanceAsync(first).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var stream in open)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        async Task AdvanceAsync(IAsyncEnumerator<Occurrence<TTally>> stream)
        {
            if (await stream.MoveNextAsync().ConfigureAwait(false))
            {
                next.Enqueue(stream, stream.Current.Start);
            }
        }
    }
}
