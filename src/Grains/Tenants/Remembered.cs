using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Tenants;

/// <summary>Something of the directory, remembered for a few seconds, and for longer while the directory is away.</summary>
/// <param name="time">The clock.</param>
internal sealed class Remembered<T>(TimeProvider time)
    where T : class
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private (T? Value, DateTimeOffset Read)? _known;

    /// <summary>What is remembered, however old; null when it is not there or was never read.</summary>
    public T? Known => _known?.Value;

    /// <summary>What the directory has; null when it has nothing.</summary>
    /// <param name="read">Reads it.</param>
    public async ValueTask<T?> Get(Func<Task<T?>> read)
    {
        var now = time.GetUtcNow();
        if (_known is not { } known || now - known.Read >= Fresh)
        {
            try
            {
                _known = known = (await read().WaitAsync(DatabaseOutage.Patience), now);
            }
            catch (Exception e) when (DatabaseOutage.Is(e) && _known is { } last && now - last.Read < DatabaseOutage.Trust)
            {
                return last.Value;
            }
        }

        return known.Value;
    }

    /// <summary>It is being changed: the next who asks reads it.</summary>
    public void Forget() => _known = null;
}
