using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>Two browsers that talk while the edge below them is drained.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="caller">Who dials.</param>
/// <param name="callee">Who is dialled.</param>
internal sealed class BrowserCall(int number, Page caller, Page callee) : IDrainedCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string _id = "";
    private string _phase = "connect";

    public async Task SetUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Task.WhenAll(caller.OpenAsync(patience.Token), callee.OpenAsync(patience.Token));
            caller.SpeakTo(callee.End);
            callee.SpeakTo(caller.End);
            _phase = "dial";
            _id = await caller.Hub.DialAsync($"drain-{Environment.ProcessId}-{number}", callee.Extension, caller.End.Offer);
            await callee.Hub.RingsAsync(_id, patience.Token);
            _phase = "answer";
            await callee.Hub.AnswerAsync(_id, callee.End.Offer);
            await Task.WhenAll(caller.ConnectAsync(_id, patience.Token), callee.ConnectAsync(_id, patience.Token));
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new CallFailedException($"Browser {number} failed before any fault, at {_phase}: {e.Message}");
        }
    }

    public Task WatchAsync() => Task.WhenAll(caller.WatchAsync(), callee.WatchAsync());

    public Task<string?> ActAsync() => Task.FromResult<string?>(null);

    public async Task<DrainOutcome> FinishAsync(string? failure)
    {
        var gap = TimeSpan.Zero;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            _phase = "hear";
            await Task.WhenAll(caller.HearAnewAsync(patience.Token), callee.HearAnewAsync(patience.Token));
            var (one, other) = (await caller.PauseAsync(), await callee.PauseAsync());
            gap = one > other ? one : other;
            _phase = "hang up";
            await caller.Hub.HangUpAsync(_id).WaitAsync(patience.Token);
            await Task.WhenAll(caller.Hub.Watch(_id).Ended, callee.Hub.Watch(_id).Ended).WaitAsync(patience.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            failure ??= $"at {_phase}: {(e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message)}";
        }

        await DisposeAsync();
        return new DrainOutcome([_id], DrainState.Browser, failure, gap);
    }

    public async ValueTask DisposeAsync()
    {
        await caller.DisposeAsync();
        await callee.DisposeAsync();
    }

    private static bool IsFailure(Exception e) =>
        e is CallFailedException or HubException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException or HttpRequestException;
}
