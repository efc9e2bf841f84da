namespace RtcCluster.Grains.Calls;

/// <summary>Waits longer with each failure: 100 ms, doubled up to 5 s.</summary>
internal sealed class BackOff(TimeProvider time, CancellationToken stop)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private TimeSpan _next = First;

    /// <summary>The next wait is the shortest again.</summary>
    public void Reset() => _next = First;

    /// <summary>Waits.</summary>
    /// <exception cref="OperationCanceledException">The owner stops.</exception>
    public async Task Wait()
    {
        await Task.Delay(_next, time, stop);
        _next = _next + _next < Longest ? _next + _next : Longest;
    }
}
