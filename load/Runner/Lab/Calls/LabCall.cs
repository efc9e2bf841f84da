using System.Diagnostics;
using System.Globalization;
using System.Net;
using HdrHistogram;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Calls;

/// <summary>One call of the lab: brought to its state before the fault, taken on after it, and what its parties saw of that.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="state">Where it waits for the fault.</param>
/// <param name="thread">Who speaks and hears for all parties.</param>
internal abstract class LabCall(int number, LabState state, VoiceThread thread) : IAsyncDisposable
{
    /// <summary>From then on a packet that is missing was lost: keys are at both ends, and the edge has them too.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>What is on its way when all fall silent still arrives.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(300);

    /// <summary>And what an edge that stands still has not passed on yet: who hangs up before would have cut it off, and could not tell late from lost.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>A person whose click was refused clicks again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    /// <summary>Packets are counted for so long after the fault: the others have noticed by then, and grains have come to life elsewhere.</summary>
    private static readonly TimeSpan Across = TimeSpan.FromSeconds(4);

    private readonly List<VoiceEnd> _ends = [];
    private readonly List<string> _others = [];
    private int _attempts;
    private int _refusals;
    private DateTimeOffset _hungUpAt;
    private long _hungUpSince;

    /// <summary>The longest that anything may take; what takes longer is lost, whatever comes of it later.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Its id, once it was dialled.</summary>
    protected string Id { get; set; } = "";

    /// <summary>What is being done, for whoever reads why it failed.</summary>
    protected string Phase { get; set; } = "dial";

    /// <summary>Who speaks and hears for all parties.</summary>
    protected VoiceThread Thread => thread;

    /// <summary>Who knows that the call has ended by itself.</summary>
    protected abstract HubPhone Witness { get; }

    /// <summary>Whether the hang-up is the next action: the time counts from there.</summary>
    protected virtual bool OnlyHangsUp => false;

    /// <summary>Brings it to its state.</summary>
    /// <exception cref="CallFailedException">It cannot be had even before the fault.</exception>
    public async Task SetUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await BringAsync(patience.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new CallFailedException($"{state} {number} failed before any fault, at {Phase}: {Why(e)}");
        }
    }

    /// <summary>The next action, begun at once, until it has had its effect; then everybody leaves.</summary>
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
            if (Across - action is { Ticks: > 0 } rest && IsCounting)
            {
                await Task.Delay(rest, CancellationToken.None);
            }

            await LeaveAsync(patience.Token);
            action = OnlyHangsUp ? Stopwatch.GetElapsedTime(_hungUpSince) : action;
        }
        catch (Exception e) when (IsFailure(e))
        {
            lost = $"at {Phase}: {Why(e)}";
            action = Stopwatch.GetElapsedTime(since);
        }

        await thread.InvokeAsync(() => _ends.ForEach(static end => end.Settle()));
        var (spoken, heard) = (_ends.Sum(static end => end.Totals.Spoken), _ends.Sum(static end => end.Totals.Heard));
        var latest = TimeSpan.FromMicroseconds(_ends.Max(static end => end.Totals.Hop.TotalCount > 0 ? end.Totals.Hop.GetMaxValue() : 0));
        await DisposeAsync();
        return new LabOutcome(Id, state, lost, action, _refusals, spoken, spoken - heard, _hungUpAt, _others) { Latest = latest };
    }

    public virtual async ValueTask DisposeAsync() => await thread.InvokeAsync(() => _ends.ForEach(static end => end.Dispose()));

    /// <summary>Brings it to its state.</summary>
    protected abstract Task BringAsync(CancellationToken patience);

    /// <summary>The next action, until it has had its effect.</summary>
    protected abstract Task ActAsync(CancellationToken patience);

    /// <summary>Somebody hangs up, and everybody is told.</summary>
    protected abstract Task HangUpAsync(CancellationToken patience);

    /// <summary>A name for the next attempt to dial.</summary>
    protected string NextAttempt() => string.Create(CultureInfo.InvariantCulture, $"lab-{number:0000}-{Environment.ProcessId}-{++_attempts}");

    /// <summary>Another browser of this call.</summary>
    protected BrowserEnd NewBrowser()
    {
        var end = new BrowserEnd(thread, NextEnd(), VoiceCodec.Pcmu, new VoiceTotals());
        _ends.Add(end);
        return end;
    }

    /// <summary>Another telephone of this call.</summary>
    protected TelephoneEnd NewTelephone()
    {
        var end = new TelephoneEnd(thread, NextEnd(), IPAddress.Loopback, new VoiceTotals());
        _ends.Add(end);
        return end;
    }

    /// <summary>Another call that belongs to it; the log is to have it once.</summary>
    protected void AlsoCall(string call) => _others.Add(call);

    /// <summary>Packets that these ends speak are counted from now on, after a moment in which all keys have arrived.</summary>
    protected async Task CountAsync(params VoiceEnd[] speakers)
    {
        await Task.Delay(Grace, CancellationToken.None);
        await thread.InvokeAsync(() => Array.ForEach(speakers, static end => end.Count()));
        IsCounting = true;
    }

    /// <summary>Waits until each has heard whom it is to hear.</summary>
    protected async Task HearAsync(CancellationToken patience, params VoiceEnd[] listeners)
    {
        Phase = "hear";
        await Task.WhenAll(listeners.Select(static end => end.Heard)).WaitAsync(patience);
    }

    /// <summary>Takes the edge's answer to a browser's offer.</summary>
    protected async Task ConnectAsync(HubPhone phone, string call, BrowserEnd end, CancellationToken patience)
    {
        Phase = "describe";
        var answer = EdgeAnswer.Read(await phone.Watch(call).Answered.WaitAsync(patience), VoiceCodec.Pcmu);
        await thread.InvokeAsync(() => end.Connect(answer, IPAddress.Loopback));
    }

    /// <summary>An intention, as often as it takes until it is accepted.</summary>
    protected async Task InsistAsync(Func<Task> intention, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                await intention().WaitAsync(patience);
                return;
            }
            catch (Exception e) when (e is HubException or CallFailedException && !Witness.Watch(Id).Ended.IsCompleted)
            {
                _refusals++;
                await Task.Delay(Again, patience);
            }
        }
    }

    private bool IsCounting { get; set; }

    private int NextEnd() => (number << 4) + _ends.Count;

    private async Task LeaveAsync(CancellationToken patience)
    {
        await thread.InvokeAsync(() => _ends.ForEach(static end =>
        {
            end.CountNoMore();
            end.FallSilent();
        }));
        var drained = Drain;
        await Task.Delay(Drain, CancellationToken.None);
        while (drained < LongestDrain && await IsOwedAsync())
        {
            await Task.Delay(Look, CancellationToken.None);
            drained += Look;
        }

        Phase = "hang up";
        (_hungUpAt, _hungUpSince) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        await HangUpAsync(patience);
    }

    private async Task<bool> IsOwedAsync()
    {
        var isOwed = false;
        await thread.InvokeAsync(() => isOwed = _ends.Exists(static end => end.IsOwed));
        return isOwed;
    }

    private string Why(Exception e) => Witness.Watch(Id).Ended is { IsCompletedSuccessfully: true, Result: var reason }
        ? $"it ended by itself: {reason}"
        : e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message;

    private static bool IsFailure(Exception e) =>
        e is CallFailedException or HubException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException;
}
