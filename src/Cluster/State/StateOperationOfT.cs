namespace RtcCluster.Cluster.State;

/// <summary>A queued write with its answer.</summary>
internal sealed class StateOperation<T>(Func<StateConnection, T> write) : StateOperation
{
    // Asynchronous continuations: a grain's turn must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public Task<T> Result => _done.Task;

    public override void Execute(StateConnection connection) => _answer = write(connection);

    public override void Complete() => _done.SetResult(_answer!);

    public override void Fail(Exception reason) => _done.SetException(reason);
}
