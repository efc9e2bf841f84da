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
    private HubPhone? _back;

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
        Id = await caller.DialAsync($"edge-{Guid.NewGuid():N}", callee.Account.Extension, one.Offer);
        Phase = "ring";
        await callee.RingsAsync(Id, patience);
        Phase = "answer";
        await callee.AnswerAsync(Id, other.Offer);
        await Task.WhenAll(ConnectAsync(caller.Watch(Id), one, patience), ConnectAsync(callee.Watch(Id), other, patience));
        await HearAsync(patience, one, other);
    }

    protected override async Task MoveAsync(ClusterNode living, CancellationToken patience)
    {
        var (one, other) = Ends();
        await Task.WhenAll(ReturnAsync(living, one, patience), RenewAsync(other, patience));
        await HearAsync(patience, one, other);
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        var one = _back ?? caller;
        await one.HangUpAsync(Id).WaitAsync(patience);
        await Task.WhenAll(one.Watch(Id).Ended, callee.Watch(Id).Ended).WaitAsync(patience);
    }

    // What the page does that has lost its edge: the same device at another one, a new connection for the same call.
    private async Task ReturnAsync(ClusterNode living, BrowserEnd end, CancellationToken patience)
    {
        Phase = "connect anew";
        _back = await InsistAsync(() => HubPhone.ConnectAsync(living.Web, caller.Account, patience), patience);
        await InsistAsync(
            async () =>
            {
                await _back.ReattachAsync(Id, 2, end.Offer);
                return true;
            },
            patience);
        await ConnectAsync(_back.Watch(Id), end, patience);
    }

    // What the page does that is asked for a new connection.
    private async Task RenewAsync(BrowserEnd end, CancellationToken patience)
    {
        await callee.Watch(Id).Asked.WaitAsync(patience);
        callee.Forget(Id);
        var watch = callee.Watch(Id);
        await InsistAsync(
            async () =>
            {
                await callee.ReattachAsync(Id, 2, end.Offer);
                return true;
            },
            patience);
        await ConnectAsync(watch, end, patience);
    }

    private async Task ConnectAsync(CallWatch watch, BrowserEnd end, CancellationToken patience)
    {
        var answer = EdgeAnswer.Read(await watch.Answered.WaitAsync(patience), VoiceCodec.Pcmu);
        await Thread.InvokeAsync(() => end.Connect(answer, LabNetwork.Here is null ? IPAddress.Loopback : LabNetwork.Core));
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
