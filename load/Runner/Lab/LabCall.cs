using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>One call of the lab: brought to its state before the fault, taken on after it, and what its two parties saw of that.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="state">Where it waits for the fault.</param>
/// <param name="caller">Who dials.</param>
/// <param name="callee">Who is dialled, or serves the queue.</param>
/// <param name="dialled">The callee's number, or the queue's.</param>
/// <param name="thread">Who speaks and hears for both.</param>
internal sealed class LabCall(int number, LabState state, HubPhone caller, HubPhone callee, string dialled, VoiceThread thread) : IAsyncDisposable
{
    /// <summary>The longest that anything may take; what takes longer is lost, whatever comes of it later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>From then on a packet that is missing was lost: keys are at both ends, and the edge has them too.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>What is on its way when both fall silent still arrives.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(300);

    /// <summary>A person whose click was refused clicks again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly BrowserEnd _one = new(thread, 2 * number, VoiceCodec.Pcmu, new VoiceTotals());
    private readonly BrowserEnd _other = new(thread, (2 * number) + 1, VoiceCodec.Pcmu, new VoiceTotals());
    private string _call = "";
    private string _phase = "dial";
    private int _refusals;
    private DateTimeOffset _hungUpAt;

    /// <summary>Brings it to its state.</summary>
    /// <exception cref="CallFailedException">It cannot be had even before the fault.</exception>
    public async Task SetUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            _call = await caller.DialAsync(string.Create(CultureInfo.InvariantCulture, $"lab-{number:0000}-{Environment.ProcessId}"), dialled, _one.Offer);
            if (state == LabState.Queued)
            {
                await ConnectAsync(caller, _one, _other, patience.Token);
                await _one.Secured.WaitAsync(patience.Token);
                return;
            }

            _phase = "ring";
            await callee.RingsAsync(_call, patience.Token);
            if (state == LabState.Ringing)
            {
                return;
            }

            await AnswerAsync(patience.Token);
            await ReadyForFaultAsync();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new CallFailedException($"{state} {number} failed before any fault, at {_phase}: {Why(e)}");
        }
    }

    /// <summary>The next action, begun at once, until it has had its effect; then both leave.</summary>
    public async Task<LabOutcome> TakeOnAsync()
    {
        var since = Stopwatch.GetTimestamp();
        var action = TimeSpan.Zero;
        string? lost = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await ActAsync(patience.Token);
            action = Stopwatch.GetElapsedTime(since);
            var hangingUp = Stopwatch.GetTimestamp();
            await HangUpAsync(patience.Token);
            action = state == LabState.Talking ? Stopwatch.GetElapsedTime(hangingUp) - Drain : action;
        }
        catch (Exception e) when (IsFailure(e))
        {
            lost = $"at {_phase}: {Why(e)}";
            action = Stopwatch.GetElapsedTime(since);
        }

        var (spoken, missing) = (_one.Totals.Spoken + _other.Totals.Spoken, _one.Totals.Spoken - _one.Totals.Heard + _other.Totals.Spoken - _other.Totals.Heard);
        await DisposeAsync();
        return new LabOutcome(_call, state, lost, action, _refusals, spoken, missing, _hungUpAt);
    }

    public async ValueTask DisposeAsync() => await thread.InvokeAsync(() =>
    {
        _one.Dispose();
        _other.Dispose();
    });

    private async Task ReadyForFaultAsync()
    {
        if (state == LabState.Held)
        {
            _phase = "hold";
            await caller.HoldAsync(_call);
            return;
        }

        await Task.Delay(Grace, CancellationToken.None);
        await thread.InvokeAsync(() =>
        {
            _one.Count();
            _other.Count();
        });
    }

    private async Task ActAsync(CancellationToken patience)
    {
        switch (state)
        {
            case LabState.Ringing:
                await AnswerAsync(patience);
                break;
            case LabState.Queued:
                _phase = "get ready";
                await InsistAsync(callee.GetReadyAsync, patience);
                _phase = "be offered";
                await callee.RingsAsync(_call, patience);
                await AnswerAsync(patience, isCallerThere: true);
                break;
            case LabState.Held:
                _phase = "resume";
                await thread.InvokeAsync(() =>
                {
                    _one.HearAnew();
                    _other.HearAnew();
                });
                await InsistAsync(() => caller.ResumeAsync(_call), patience);
                await HearAsync(patience);
                break;
            case LabState.Talking:
                break;
        }
    }

    private async Task AnswerAsync(CancellationToken patience, bool isCallerThere = false)
    {
        _phase = "answer";
        await InsistAsync(() => callee.AnswerAsync(_call, _other.Offer), patience);
        _phase = "describe";
        await Task.WhenAll(isCallerThere ? Task.CompletedTask : ConnectAsync(caller, _one, _other, patience), ConnectAsync(callee, _other, _one, patience));
        await HearAsync(patience);
    }

    private async Task HearAsync(CancellationToken patience)
    {
        _phase = "hear";
        await Task.WhenAll(_one.Heard, _other.Heard).WaitAsync(patience);
    }

    private async Task HangUpAsync(CancellationToken patience)
    {
        await thread.InvokeAsync(() =>
        {
            _one.FallSilent();
            _other.FallSilent();
        });
        await Task.Delay(Drain, CancellationToken.None);
        _phase = "hang up";
        _hungUpAt = DateTimeOffset.UtcNow;
        await InsistAsync(() => caller.HangUpAsync(_call), patience);
        await Task.WhenAll(caller.Watch(_call).Ended, callee.Watch(_call).Ended).WaitAsync(patience);
    }

    private async Task ConnectAsync(HubPhone phone, BrowserEnd end, BrowserEnd listener, CancellationToken patience)
    {
        var answer = EdgeAnswer.Read(await phone.Watch(_call).Answered.WaitAsync(patience), VoiceCodec.Pcmu);
        await thread.InvokeAsync(() =>
        {
            end.SpeakTo(listener);
            end.Connect(answer, IPAddress.Loopback);
        });
    }

    private async Task InsistAsync(Func<Task> intention, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                await intention().WaitAsync(patience);
                return;
            }
            catch (Exception e) when (e is HubException or CallFailedException && !caller.Watch(_call).Ended.IsCompleted)
            {
                _refusals++;
                await Task.Delay(Again, patience);
            }
        }
    }

    private string Why(Exception e) => caller.Watch(_call).Ended is { IsCompletedSuccessfully: true, Result: var reason }
        ? $"it ended by itself: {reason}"
        : e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message;

    private static bool IsFailure(Exception e) =>
        e is CallFailedException or HubException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException;
}
