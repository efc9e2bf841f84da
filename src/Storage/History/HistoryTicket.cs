namespace RtcCluster.Storage.History;

/// <summary>A history on its way to the database, and the caller who waits for it.</summary>
internal sealed class HistoryTicket(CallHistory history)
{
    // Continuations run elsewhere: a caller's code must not run inside the writer's loop.
    private readonly TaskCompletionSource<HistoryReceipt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallHistory History { get; } = history;

    public Task<HistoryReceipt> Done => _done.Task;

    public void Complete(HistoryReceipt receipt) => _done.TrySetResult(receipt);

    public void Fail(Exception reason) => _done.TrySetException(reason);
}
