namespace RtcCluster.Grains.Edges;

/// <summary>Lets turns that come while a write is under way share the next one.</summary>
/// <remarks>For reentrant grains: everything runs on the grain's scheduler, so it needs no lock.</remarks>
internal sealed class GroupWrite(Func<Task> write)
{
    private Task? _running;
    private Task? _next;

    /// <summary>Completes when a write that began after this call has ended; fails when that write failed.</summary>
    public Task Write()
    {
        if (_running is { IsCompleted: false } running)
        {
            return _next ??= After(running);
        }

        return _running = write();
    }

    private async Task After(Task running)
    {
        // What became of the write before is told to those who waited for it.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _running = _next;
        _next = null;
        await write();
    }
}
