using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Calls;

/// <summary>A call of two browsers that rings, waits in a queue, is held, or in which both talk.</summary>
internal sealed class TwoPartyCall : LabCall
{
    private readonly LabState _state;
    private readonly HubPhone _caller;
    private readonly HubPhone _callee;
    private readonly string _dialled;
    private readonly BrowserEnd _one;
    private readonly BrowserEnd _other;

    /// <param name="number">Its number in the run.</param>
    /// <param name="state">Where it waits for the fault.</param>
    /// <param name="caller">Who dials.</param>
    /// <param name="callee">Who is dialled, or serves the queue.</param>
    /// <param name="dialled">The callee's number, or the queue's.</param>
    /// <param name="thread">Who speaks and hears for both.</param>
    public TwoPartyCall(int number, LabState state, HubPhone caller, HubPhone callee, string dialled, VoiceThread thread)
        : base(number, state, thread)
    {
        (_state, _caller, _callee, _dialled) = (state, caller, callee, dialled);
        (_one, _other) = (NewBrowser(), NewBrowser());
        _one.SpeakTo(_other);
        _other.SpeakTo(_one);
    }

    protected override HubPhone Witness => _caller;

    protected override bool OnlyHangsUp => _state == LabState.Talking;

    protected override async Task BringAsync(CancellationToken patience)
    {
        Id = await _caller.DialAsync(NextAttempt(), _dialled, _one.Offer);
        if (_state == LabState.Queued)
        {
            await ConnectAsync(_caller, Id, _one, patience);
            await _one.Secured.WaitAsync(patience);
            return;
        }

        Phase = "ring";
        await _callee.RingsAsync(Id, patience);
        if (_state == LabState.Ringing)
        {
            return;
        }

        await AnswerAsync(patience);
        if (_state == LabState.Held)
        {
            Phase = "hold";
            await _caller.HoldAsync(Id);
            return;
        }

        await CountAsync(_one, _other);
    }

    protected override async Task ActAsync(CancellationToken patience)
    {
        switch (_state)
        {
            case LabState.Ringing:
                await AnswerAsync(patience);
                break;
            case LabState.Queued:
                Phase = "get ready";
                await InsistAsync(_callee.GetReadyAsync, patience);
                Phase = "be offered";
                await _callee.RingsAsync(Id, patience);
                await AnswerAsync(patience, isCallerThere: true);
                break;
            case LabState.Held:
                Phase = "resume";
                await Thread.InvokeAsync(() =>
                {
                    _one.HearAnew();
                    _other.HearAnew();
                });
                await InsistAsync(() => _caller.ResumeAsync(Id), patience);
                await HearAsync(patience, _one, _other);
                break;
        }
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        await InsistAsync(() => _caller.HangUpAsync(Id), patience);
        await Task.WhenAll(_caller.Watch(Id).Ended, _callee.Watch(Id).Ended).WaitAsync(patience);
    }

    private async Task AnswerAsync(CancellationToken patience, bool isCallerThere = false)
    {
        Phase = "answer";
        await InsistAsync(() => _callee.AnswerAsync(Id, _other.Offer), patience);
        await Task.WhenAll(isCallerThere ? Task.CompletedTask : ConnectAsync(_caller, Id, _one, patience), ConnectAsync(_callee, Id, _other, patience));
        await HearAsync(patience, _one, _other);
    }
}
