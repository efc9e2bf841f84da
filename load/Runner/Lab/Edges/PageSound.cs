using System.Net;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>The sound of a page whose call goes to another edge: a new connection, and another one when that is not connected in time, as <c>src/Web/phone/callSound.ts</c> makes them.</summary>
/// <param name="call">The call.</param>
/// <param name="make">Makes a new connection's end; on the voice thread.</param>
/// <param name="local">Where it is.</param>
/// <param name="thread">Who speaks and hears for it.</param>
/// <param name="mark">Told how far it is.</param>
/// <param name="trouble">Told of each connection that was given up, and why.</param>
internal sealed class PageSound(string call, Func<BrowserEnd> make, IPAddress local, VoiceThread thread, Action<string> mark, Action<string> trouble)
{
    /// <summary>As the page: a connection that is not up after so long is given up, and another one is offered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>As the page: until it asks again for what was refused.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private TaskCompletionSource _wish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrowserEnd? _end;
    private int _offers = 1;

    /// <summary>The edge asks for a new connection.</summary>
    public void Ask() => _wish.TrySetResult();

    /// <summary>Makes connections until one of them hears whom it is to hear.</summary>
    public async Task HearAsync(HubPhone hub, CancellationToken patience)
    {
        while (true)
        {
            _wish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (await AttemptAsync(hub, _wish.Task, patience))
            {
                mark("keys");
                if (await Task.WhenAny(_end!.Heard, _wish.Task).WaitAsync(patience) == _end.Heard)
                {
                    mark("sound");
                    return;
                }

                trouble("another connection was asked for");
            }
        }
    }

    // True when it is connected.
    private async Task<bool> AttemptAsync(HubPhone hub, Task wish, CancellationToken patience)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience);
        var (former, number) = (_end, ++_offers);
        await thread.InvokeAsync(() => _end = make());
        var end = _end!;
        if (former is not null)
        {
            await thread.InvokeAsync(former.Dispose);
        }

        over.CancelAfter(Patience);
        try
        {
            if (await hub.TryReattachAsync(call, number, end.Offer).WaitAsync(patience) is { } refusal)
            {
                trouble($"refused: {refusal.Code}");
                await Task.Delay(refusal.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Again, patience);
                return false;
            }

            mark("taken");
            var answered = hub.Watch(call).AnswerTo(number);
            if (await Task.WhenAny(answered, wish).WaitAsync(over.Token) == wish)
            {
                trouble("another connection was asked for");
                return false;
            }

            var answer = await answered;
            if (answer.Length == 0)
            {
                trouble("the edge did not take the offer");
                await Task.Delay(Again, patience);
                return false;
            }

            mark("answered");
            await thread.InvokeAsync(() => end.Connect(EdgeAnswer.Read(answer, VoiceCodec.Pcmu), local));
            if (await Task.WhenAny(end.Secured, wish).WaitAsync(over.Token) == wish)
            {
                trouble("another connection was asked for");
                return false;
            }

            await end.Secured;
            return true;
        }
        catch (OperationCanceledException) when (!patience.IsCancellationRequested)
        {
            trouble($"given up after {Patience.TotalSeconds:0} s: {end.Stage}");
            return false;
        }
        catch (InvalidOperationException broken) when (end.Secured.IsFaulted)
        {
            trouble(broken.Message);
            return false;
        }
        catch (HubException failed)
        {
            trouble($"refused: {failed.Message}");
            await Task.Delay(Again, patience);
            return false;
        }
    }
}
