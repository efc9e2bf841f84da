using System.Net;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>A browser with one call, which does what the page does: a new connection for the call when it is asked for one, another edge when it is sent away.</summary>
/// <remarks>The connection before is kept until the new one is heard by, as a page keeps it.</remarks>
/// <param name="number">Its number in the run.</param>
/// <param name="account">Whose it is.</param>
/// <param name="edge">Where it connects first.</param>
/// <param name="edges">All edges.</param>
/// <param name="thread">Who speaks and hears for it.</param>
internal sealed class Page(int number, Account account, ClusterNode edge, IReadOnlyList<ClusterNode> edges, VoiceThread thread) : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly List<VoiceEnd> _ends = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private ClusterNode _edge = edge;
    private HubPhone? _hub;
    private VoiceEnd? _partner;
    private PauseWatch? _pauses;
    private string _call = "";
    private int _offers = 1;

    /// <summary>Its connection to an edge.</summary>
    public HubPhone Hub => _hub ?? throw new InvalidOperationException("The page is not connected.");

    /// <summary>Its number.</summary>
    public string Extension => account.Extension;

    /// <summary>Its sound, of the newest connection.</summary>
    public BrowserEnd End => (BrowserEnd)_ends[^1];

    /// <summary>Connects.</summary>
    public async Task OpenAsync(CancellationToken patience)
    {
        _ends.Add(Make());
        Take(await HubPhone.ConnectAsync(_edge.Web, account, patience));
    }

    /// <summary>Whom it hears and who hears it.</summary>
    public void SpeakTo(VoiceEnd partner)
    {
        _partner = partner;
        End.SpeakTo(partner);
    }

    /// <summary>It has this call.</summary>
    public async Task ConnectAsync(string call, CancellationToken patience)
    {
        _call = call;
        await ConnectAsync(Hub, End, patience);
        await End.Heard.WaitAsync(patience);
    }

    /// <summary>From now on the longest time without the other's voice is known.</summary>
    public Task WatchAsync() => thread.InvokeAsync(() =>
    {
        _pauses = new PauseWatch(ofVoice: true);
        _ends.ForEach(end => end.WatchPauses(_pauses));
    });

    /// <summary>The longest time without the other's voice.</summary>
    public async Task<TimeSpan> PauseAsync()
    {
        var longest = TimeSpan.Zero;
        await thread.InvokeAsync(() => longest = _pauses!.Longest);
        return longest;
    }

    /// <summary>Waits until it hears the other anew.</summary>
    public async Task HearAnewAsync(CancellationToken patience)
    {
        var end = End;
        await thread.InvokeAsync(end.HearAnew);
        await end.Heard.WaitAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await thread.InvokeAsync(() => _ends.ForEach(static end => end.Dispose()));
        if (_hub is { } hub)
        {
            await hub.DisposeAsync();
        }
    }

    // The same number for each: whoever hears it knows nothing of its connections.
    private BrowserEnd Make() => new(thread, number, VoiceCodec.Pcmu, new VoiceTotals());

    private void Take(HubPhone hub)
    {
        _hub = hub;
        hub.Asked += call => _ = DoAsync(() => call == _call && hub == _hub ? RenewAsync() : Task.CompletedTask);
        hub.SentAway += after => _ = DoAsync(() => MoveAsync(hub, after));
    }

    // One after the other: what was begun is ended first.
    private async Task DoAsync(Func<Task> what)
    {
        try
        {
            await _one.WaitAsync(_closing.Token);
            try
            {
                await what();
            }
            finally
            {
                _one.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CallFailedException or HubException or InvalidOperationException or IOException)
        {
            // Whoever waits for sound finds out.
        }
    }

    private async Task MoveAsync(HubPhone before, TimeSpan after)
    {
        if (before != _hub)
        {
            return;
        }

        await Task.Delay(after, _closing.Token);
        for (var next = edges.ToList().IndexOf(_edge) + 1; ; next++)
        {
            try
            {
                var there = edges[next % edges.Count];
                var hub = await HubPhone.ConnectAsync(there.Web, account, _closing.Token);
                _edge = there;
                Take(hub);
                break;
            }
            catch (Exception e) when (e is HubException or HttpRequestException or IOException or InvalidOperationException or System.Net.WebSockets.WebSocketException)
            {
                await Task.Delay(Again, _closing.Token);
            }
        }

        await before.DisposeAsync();
        await RenewAsync();
    }

    private async Task RenewAsync()
    {
        var end = Make();
        var before = End;
        end.SpeakTo(_partner!);
        await thread.InvokeAsync(() => end.WatchPauses(_pauses));
        Hub.Forget(_call);
        _offers++;
        while (true)
        {
            try
            {
                await Hub.ReattachAsync(_call, _offers, end.Offer);
                break;
            }
            catch (Exception e) when (e is HubException or CallFailedException)
            {
                await Task.Delay(Again, _closing.Token);
            }
        }

        await ConnectAsync(Hub, end, _closing.Token);
        _ends.Add(end);
        await end.Heard.WaitAsync(_closing.Token);
        await thread.InvokeAsync(before.Dispose);
    }

    private async Task ConnectAsync(HubPhone hub, BrowserEnd end, CancellationToken patience)
    {
        var answer = EdgeAnswer.Read(await hub.Watch(_call).Answered.WaitAsync(patience), VoiceCodec.Pcmu);
        await thread.InvokeAsync(() => end.Connect(answer, IPAddress.Loopback));
    }
}
