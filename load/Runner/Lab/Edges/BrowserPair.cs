using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Networks;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>A browser of the edge that dies talks with one of an edge that lives.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="caller">At the edge that dies.</param>
/// <param name="callee">At one that lives.</param>
/// <param name="thread">Who speaks and hears for both.</param>
internal sealed class BrowserPair(int number, HubPhone caller, HubPhone callee, VoiceThread thread) : MovingCall(number, MovingKind.Browser, thread)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);
    private HubPhone? _back;
    private (BrowserEnd One, BrowserEnd Other)? _ends;

    private static IPAddress Local => LabNetwork.Here is null ? IPAddress.Loopback : LabNetwork.Core;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_back is { } back)
        {
            _back = null;
            await back.DisposeAsync();
        }
    }

    protected override async Task TalkAsync(CancellationToken patience)
    {
        var (one, other) = Ends();
        _ends = (one, other);
        Id = await caller.DialAsync($"edge-{Guid.NewGuid():N}", callee.Account.Extension, one.Offer);
        Phase = "ring";
        await callee.RingsAsync(Id, patience);
        Phase = "answer";
        await callee.AnswerAsync(Id, other.Offer);
        await Task.WhenAll(ConnectAsync(caller.Watch(Id), one, patience), ConnectAsync(callee.Watch(Id), other, patience));
        await HearAsync(patience, one, other);
    }

    protected override async Task MoveAsync(ClusterNode living, Random dice, CancellationToken patience)
    {
        // Of each person all connections speak with one voice.
        var (near, far) = (Sound(_ends!.Value.One, _ends.Value.Other), Sound(_ends.Value.Other, _ends.Value.One));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        callee.Asked += call =>
        {
            // The first order begins it, one after that is another wish.
            if (call == Id && !asked.TrySetResult())
            {
                far.Ask();
            }
        };
        await Task.WhenAll(ReturnAsync(living, near, dice, patience), RenewAsync(far, asked.Task, patience));
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        var one = _back ?? caller;
        await one.HangUpAsync(Id).WaitAsync(patience);
        await Task.WhenAll(one.Watch(Id).Ended, callee.Watch(Id).Ended).WaitAsync(patience);
    }

    // What the page does that has lost its edge: the same device at another one, a new connection for the same call.
    private async Task ReturnAsync(ClusterNode living, PageSound sound, Random dice, CancellationToken patience)
    {
        // As src/Web/phone/backOff.ts: many lose an edge at the same moment, and come back spread over a time.
        await Task.Delay(FirstWait * dice.NextDouble(), patience);
        while (true)
        {
            try
            {
                _back = await HubPhone.ConnectAsync(living.Web, caller.Account, patience);
                break;
            }
            catch (Exception e) when (IsFailure(e) && !patience.IsCancellationRequested)
            {
                Trouble($"not connected: {e.Message}");
                await Task.Delay(ShortWait * (0.5 + dice.NextDouble()), patience);
            }
        }

        Mark("attached");
        _back.Asked += call =>
        {
            if (call == Id)
            {
                sound.Ask();
            }
        };
        await sound.HearAsync(_back, patience);
    }

    // What the page does that is asked for a new connection.
    private async Task RenewAsync(PageSound sound, Task asked, CancellationToken patience)
    {
        await asked.WaitAsync(patience);
        Mark("asked");
        await sound.HearAsync(callee, patience);
    }

    private PageSound Sound(BrowserEnd former, BrowserEnd partner) => new(
        Id,
        () =>
        {
            former.Dispose();
            var end = Keep(_ => new BrowserEnd(Thread, former.Id, VoiceCodec.Pcmu, new VoiceTotals()));
            end.SpeakTo(partner);
            return end;
        },
        Local, Thread, Mark, Trouble);

    private async Task ConnectAsync(CallWatch watch, BrowserEnd end, CancellationToken patience)
    {
        var answer = EdgeAnswer.Read(await watch.Answered.WaitAsync(patience), VoiceCodec.Pcmu);
        await Thread.InvokeAsync(() => end.Connect(answer, Local));
    }

    private (BrowserEnd One, BrowserEnd Other) Ends()
    {
        var (one, other) = (Keep(Make), Keep(Make));
        one.SpeakTo(other);
        other.SpeakTo(one);
        return (one, other);

        BrowserEnd Make(int id) => new(Thread, id, VoiceCodec.Pcmu, new VoiceTotals());
    }
}
