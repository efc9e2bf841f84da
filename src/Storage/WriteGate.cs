namespace RtcCluster.Storage;

/// <summary>
/// Lets one writer at a time into a SQLite file. SQLite allows one anyway, but its drivers wait for the lock by sleeping on a pool
/// thread; under load that starves the pool, while waiting here costs no thread.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<Turn> EnterAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        return new Turn(_turn);
    }

    public Turn Enter()
    {
        _turn.Wait();
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    internal readonly struct Turn(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
