using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>A call of two that outlives its edge, or does not.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="kind">Whose it is.</param>
/// <param name="thread">Who speaks and hears for both.</param>
internal abstract class MovingCall(int number, MovingKind kind, VoiceThread thread) : IAsyncDisposable
{
    /// <summary>A party is waited for half a minute by the cluster; what comes later has not come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>Between one attempt and the next: what a person or a page does who finds nobody there.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly List<VoiceEnd> _ends = [];
    private readonly ConcurrentDictionary<string, TimeSpan> _marks = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _troubles = new();
    private long _lostAt;

    /// <summary>Its id, once it is known.</summary>
    protected string Id { get; set; } = "";

    /// <summary>What is being done, for whoever reads why it failed.</summary>
    protected string Phase { get; set; } = "dial";

    /// <summary>Its id, once it is known; empty before.</summary>
    public string Name => Id;

    /// <summary>Who speaks and hears for both.</summary>
    protected VoiceThread Thread => thread;

    /// <summary>From now on the longest time without the other's voice is known.</summary>
    public Task WatchAsync() => thread.InvokeAsync(() => _ends.ForEach(static end => end.WatchPauses(ofVoice: true)));

    /// <summary>The longest time that either heard nothing of the other, since <see cref="WatchAsync"/>.</summary>
    public async Task<TimeSpan> PauseAsync()
    {
        var longest = TimeSpan.Zero;
        await thread.InvokeAsync(() => longest = _ends.Max(static end => end.LongestPause));
        return longest;
    }

    /// <summary>Lets both talk.</summary>
    public async Task SetUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await TalkAsync(patience.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new CallFailedException($"{kind} {number} failed before any fault, at {Phase}: {e.Message}");
        }
    }

    /// <summary>The edge is dead: waits until both hear each other again, lets them hang up.</summary>
    /// <param name="living">An edge that lives.</param>
    /// <param name="since">When the edge died, by the stopwatch.</param>
    /// <param name="stays">How long they talk on before they hang up.</param>
    /// <param name="dice">What a page draws from how long it waits before it comes back; of this call alone.</param>
    public async Task<EdgeOutcome> SurviveAsync(ClusterNode living, long since, TimeSpan stays, Random dice)
    {
        var silence = TimeSpan.Zero;
        string? lost = null;
        var hungUpAt = default(DateTimeOffset);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            _lostAt = since;
            await MoveAsync(living, dice, patience.Token);
            silence = Stopwatch.GetElapsedTime(since);
            Phase = "talk on";
            await Task.Delay(stays, CancellationToken.None);
            Phase = "hang up";
            hungUpAt = DateTimeOffset.UtcNow;
            using var end = new CancellationTokenSource(Patience);
            await HangUpAsync(end.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            lost = $"at {Phase}: {(e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message)}";
        }

        await DisposeAsync();
        return new EdgeOutcome(Id, kind, lost, silence, hungUpAt) { Marks = new Dictionary<string, TimeSpan>(_marks), Troubles = [.. _troubles] };
    }

    /// <summary>They talk on, whatever happens to the cluster; then both must hear each other, and hang up.</summary>
    /// <param name="talk">How long they talk.</param>
    public async Task<EdgeOutcome> StayAsync(TimeSpan talk)
    {
        string? lost = null;
        var silence = TimeSpan.Zero;
        var hungUpAt = default(DateTimeOffset);
        try
        {
            Phase = "talk on";
            await Task.Delay(talk);
            await thread.InvokeAsync(() => _ends.ForEach(static end => end.HearAnew()));
            var since = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(Patience);
            await HearAsync(patience.Token, [.. _ends]);
            silence = Stopwatch.GetElapsedTime(since);
            Phase = "hang up";
            hungUpAt = DateTimeOffset.UtcNow;
            await HangUpAsync(patience.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            lost = $"at {Phase}: {(e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message)}";
        }

        await DisposeAsync();
        return new EdgeOutcome(Id, kind, lost, silence, hungUpAt);
    }

    public virtual async ValueTask DisposeAsync() => await thread.InvokeAsync(() => _ends.ForEach(static end => end.Dispose()));

    /// <summary>Dials, answers, and waits until both hear each other.</summary>
    protected abstract Task TalkAsync(CancellationToken patience);

    /// <summary>Does what a telephone or a page does by itself, until both hear each other again.</summary>
    protected abstract Task MoveAsync(ClusterNode living, Random dice, CancellationToken patience);

    /// <summary>One hangs up, the other is told.</summary>
    protected abstract Task HangUpAsync(CancellationToken patience);

    /// <summary>It has got this far, now; the last one counts.</summary>
    protected void Mark(string stage)
    {
        Phase = stage;
        _marks[stage] = Stopwatch.GetElapsedTime(_lostAt);
    }

    /// <summary>A connection was given up, or something was refused.</summary>
    protected void Trouble(string why) => _troubles.Enqueue(why);

    /// <summary>Keeps an end to be freed.</summary>
    protected T Keep<T>(Func<int, T> make)
        where T : VoiceEnd
    {
        var end = make((number << 4) + _ends.Count);
        _ends.Add(end);
        return end;
    }

    /// <summary>Waits until each has heard whom it is to hear.</summary>
    protected async Task HearAsync(CancellationToken patience, params VoiceEnd[] listeners)
    {
        Phase = "hear";
        await Task.WhenAll(listeners.Select(static end => end.Heard)).WaitAsync(patience);
    }

    /// <summary>Does it as often as it takes.</summary>
    protected static async Task<T> InsistAsync<T>(Func<Task<T>> what, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                return await what().WaitAsync(patience);
            }
            catch (Exception e) when (e is HubException or CallFailedException or HttpRequestException or IOException or InvalidOperationException)
            {
                await Task.Delay(Again, patience);
            }
        }
    }

    /// <summary>Whether it is one of what a call fails by.</summary>
    protected static bool IsFailure(Exception e) =>
        e is CallFailedException or HubException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException or HttpRequestException;
}
