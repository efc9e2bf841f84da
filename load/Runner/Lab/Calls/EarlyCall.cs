using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Calls;

/// <summary>A browser calls a SIP telephone that speaks before it answers (183); the next action is the answer.</summary>
internal sealed class EarlyCall : LabCall
{
    private readonly HubPhone _caller;
    private readonly Account _callee;
    private readonly SipEndpoint _phone;
    private readonly BrowserEnd _one;
    private readonly TelephoneEnd _other;
    private readonly TaskCompletionSource<SipCall> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="number">Its number in the run.</param>
    /// <param name="caller">Who dials.</param>
    /// <param name="callee">Whose telephone rings.</param>
    /// <param name="password">The account's.</param>
    /// <param name="edge">Where the telephone registers.</param>
    /// <param name="thread">Who speaks and hears for both.</param>
    public EarlyCall(int number, HubPhone caller, Account callee, string password, IPEndPoint edge, VoiceThread thread)
        : base(number, LabState.Early, thread)
    {
        (_caller, _callee) = (caller, callee);
        _phone = new SipEndpoint(IPAddress.Loopback, edge, new PhoneAccount(callee.Extension, password, edge), call => _rung.TrySetResult(call));
        (_one, _other) = (NewBrowser(), NewTelephone());
        _one.SpeakTo(_other);
        _other.SpeakTo(_one);
    }

    protected override HubPhone Witness => _caller;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _phone.DisposeAsync();
    }

    protected override async Task BringAsync(CancellationToken patience)
    {
        Phase = "register";
        if (await _phone.RegisterAsync(_callee.Extension).WaitAsync(patience) is var code and not 200)
        {
            throw new CallFailedException($"the telephone was not registered: {code}");
        }

        Phase = "dial";
        Id = await _caller.DialAsync(NextAttempt(), _callee.Extension, _one.Offer);
        Phase = "ring";
        var call = await _rung.Task.WaitAsync(patience);
        var edge = call.Media ?? throw new CallFailedException("the INVITE does not say where sound goes");
        await Thread.InvokeAsync(() => _other.Connect(edge));
        call.SpeakEarly(_other.Sdp);
        await ConnectAsync(_caller, Id, _one, patience);
        await HearAsync(patience, _one);
        await CountAsync(_other);
    }

    protected override async Task ActAsync(CancellationToken patience)
    {
        Phase = "answer";
        await Thread.InvokeAsync(_one.HearAnew);
        _rung.Task.Result.Answer(_other.Sdp);
        await _caller.Watch(Id).Connected.WaitAsync(patience);
        await HearAsync(patience, _one, _other);
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        await InsistAsync(() => _caller.HangUpAsync(Id), patience);
        await Task.WhenAll(_caller.Watch(Id).Ended, _rung.Task.Result.Ended).WaitAsync(patience);
    }
}
