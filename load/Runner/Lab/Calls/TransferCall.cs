using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Calls;

/// <summary>An attended transfer half way: the caller has put the callee on hold and talks with a third; the next action is to connect the two.</summary>
internal sealed class TransferCall : LabCall
{
    private readonly HubPhone _caller;
    private readonly HubPhone _callee;
    private readonly HubPhone _third;
    private readonly BrowserEnd _one;
    private readonly BrowserEnd _other;
    private readonly BrowserEnd _asking;
    private readonly BrowserEnd _asked;
    private string _consultation = "";

    /// <param name="number">Its number in the run.</param>
    /// <param name="caller">Who transfers.</param>
    /// <param name="callee">Who is transferred.</param>
    /// <param name="third">To whom.</param>
    /// <param name="thread">Who speaks and hears for all.</param>
    public TransferCall(int number, HubPhone caller, HubPhone callee, HubPhone third, VoiceThread thread)
        : base(number, LabState.Xfer, thread)
    {
        (_caller, _callee, _third) = (caller, callee, third);
        (_one, _other, _asking, _asked) = (NewBrowser(), NewBrowser(), NewBrowser(), NewBrowser());
        _one.SpeakTo(_other);
        _other.SpeakTo(_one);
        _asking.SpeakTo(_asked);
        _asked.SpeakTo(_asking);
    }

    protected override HubPhone Witness => _callee;

    protected override async Task BringAsync(CancellationToken patience)
    {
        Id = await _caller.DialAsync(NextAttempt(), _callee.Account.Extension, _one.Offer);
        await TakeAsync(_callee, Id, _one, _other, patience);
        Phase = "consult";
        _consultation = await _caller.ConsultAsync(Id, NextAttempt(), _third.Account.Extension, _asking.Offer);
        AlsoCall(_consultation);
        await TakeAsync(_third, _consultation, _asking, _asked, patience);
        await CountAsync(_asking, _asked);
    }

    protected override async Task ActAsync(CancellationToken patience)
    {
        // The two who consult have said all they had to: what they say from here on may be cut by the transfer.
        await Thread.InvokeAsync(() =>
        {
            _asking.CountNoMore();
            _asked.CountNoMore();
        });
        var end = NewBrowser();
        await Thread.InvokeAsync(() =>
        {
            end.SpeakTo(_other);
            _other.SpeakTo(end);
            _other.HearAnew();
        });
        Phase = "connect the two";
        await InsistAsync(() => _caller.CompleteTransferAsync(Id, _consultation), patience);
        Phase = "be moved";
        await _third.Watch(Id).Asked.WaitAsync(patience);
        await InsistAsync(() => _third.ReattachAsync(Id, 2, end.Offer), patience);
        await ConnectAsync(_third, Id, end, patience);
        await HearAsync(patience, _other, end);
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        await InsistAsync(() => _callee.HangUpAsync(Id), patience);
        await Task.WhenAll(_callee.Watch(Id).Ended, _third.Watch(Id).Ended).WaitAsync(patience);
    }

    private async Task TakeAsync(HubPhone phone, string call, BrowserEnd caller, BrowserEnd end, CancellationToken patience)
    {
        Phase = "ring";
        await phone.RingsAsync(call, patience);
        Phase = "answer";
        await phone.AnswerAsync(call, end.Offer);
        await Task.WhenAll(ConnectAsync(_caller, call, caller, patience), ConnectAsync(phone, call, end, patience));
        await HearAsync(patience, caller, end);
    }
}
