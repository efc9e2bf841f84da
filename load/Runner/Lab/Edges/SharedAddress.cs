using RtcCluster.Load.Runner.Lab.Networks;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>What keepalived does (RFC 5798) for two edges with one signalling address: asks the one that has it whether it is ready, and gives the address to the other when it is not.</summary>
/// <param name="network">The network.</param>
/// <param name="edges">The edges by number, the one that has it first.</param>
internal sealed class SharedAddress(LabNetwork network, IReadOnlyList<ClusterNode> edges)
{
    private const int Misses = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    /// <summary>Keeps it where an edge is ready.</summary>
    /// <param name="moved">Told of the edge that has it now, by number.</param>
    /// <param name="ct">Ends it.</param>
    public async Task KeepAsync(Action<int> moved, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = Answer };
        var holder = 0;
        network.Share(holder + 1);
        for (var missed = 0; !ct.IsCancellationRequested;)
        {
            missed = await IsReadyAsync(http, edges[holder]) ? 0 : missed + 1;
            if (missed == Misses)
            {
                missed = 0;
                holder = (holder + 1) % edges.Count;
                network.Share(holder + 1);
                moved(holder + 1);
            }

            await Task.Delay(Look, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, ClusterNode edge)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(edge.Web, "healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Gone, or too busy to say that it is there.
            return false;
        }
    }
}
