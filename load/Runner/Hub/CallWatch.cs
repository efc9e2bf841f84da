using System.Collections.Concurrent;
using System.Diagnostics;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Load.Runner.Hub;

/// <summary>What the hub tells one device of one call.</summary>
internal sealed class CallWatch
{
    private readonly TaskCompletionSource<string> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _answers = new();
    private volatile string? _broken;

    /// <summary>We are asked for a new connection.</summary>
    public Task Asked => _asked.Task;

    /// <summary>The edge's answer to our offer.</summary>
    public Task<string> Answered => _answered.Task;

    /// <summary>The edge's answer to the offer of this number; empty when it does not take it.</summary>
    public Task<string> AnswerTo(int number)
    {
        var answer = _answers.GetOrAdd(number, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_broken is { } why)
        {
            answer.TrySetException(new CallFailedException(why));
        }

        return answer.Task;
    }

    /// <summary>It is connected; the stopwatch's time stamp of when that was told.</summary>
    public Task<long> Connected => _connected.Task;

    /// <summary>It has ended; why.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>A new connection is wanted.</summary>
    public void Ask() => _asked.TrySetResult();

    /// <summary>Takes what was told.</summary>
    public void Take(CallUpdate update)
    {
        if (update.Answer is { } answer)
        {
            _answered.TrySetResult(answer.Sdp);
            _answers.GetOrAdd(answer.Number, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(answer.Sdp);
        }

        if (update.Call.State == HubCallState.Connected)
        {
            _connected.TrySetResult(Stopwatch.GetTimestamp());
        }
        else if (update.Call.State == HubCallState.Ended)
        {
            var end = update.Call.End;
            _ended.TrySetResult(end?.Reason ?? "");
            Break($"ended: {end?.Reason} {end?.SipCode}");
        }
    }

    /// <summary>Nothing more will be told.</summary>
    public void Break(string why)
    {
        _broken = why;
        foreach (var answer in _answers.Values)
        {
            answer.TrySetException(new CallFailedException(why));
            _ = answer.Task.Exception;
        }

        _answered.TrySetException(new CallFailedException(why));
        _connected.TrySetException(new CallFailedException(why));
        _ended.TrySetException(new CallFailedException(why));
        _asked.TrySetException(new CallFailedException(why));

        // Nobody may be waiting.
        _ = (_answered.Task.Exception, _connected.Task.Exception, _ended.Task.Exception, _asked.Task.Exception);
    }
}
