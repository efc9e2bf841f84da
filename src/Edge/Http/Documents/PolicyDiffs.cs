using System.Collections.Concurrent;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>What published versions differ in. Anybody may ask, and finding it out is work: it is done once, and few at a time.</summary>
internal sealed class PolicyDiffs : IDisposable
{
    /// <summary>Most that are remembered.</summary>
    public const int MostKept = 32;

    private const int MostAtOnce = 2;

    private readonly ConcurrentDictionary<(string From, int FromVersion, string To, int ToVersion), PolicyDiffModel> _known = new();
    private readonly ConcurrentQueue<(string From, int FromVersion, string To, int ToVersion)> _order = new();
    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    /// <summary>How many are remembered.</summary>
    public int Kept => _known.Count;

    /// <summary>What two published versions differ in: they do not change, so that their hashes say it.</summary>
    public async Task<PolicyDiffModel> OfAsync(PolicyVersion from, PolicyVersion to, CancellationToken ct)
    {
        var key = (from.Hash, from.Version, to.Hash, to.Version);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        await _turns.WaitAsync(ct);
        try
        {
            if (_known.TryGetValue(key, out known))
            {
                return known;
            }

            known = PolicyDiffModel.Of(from, to);
            if (_known.TryAdd(key, known))
            {
                _order.Enqueue(key);
            }

            while (_known.Count > MostKept && _order.TryDequeue(out var oldest))
            {
                _known.TryRemove(oldest, out _);
            }

            return known;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
