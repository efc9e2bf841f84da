using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>Two telephones of the edge that dies: they do nothing but answer what they are offered in the dialog that they have.</summary>
internal sealed class TelephonePair : MovingCall
{
    private readonly Account _callee;
    private readonly Account _caller;
    private readonly SipEndpoint _one;
    private readonly SipEndpoint _other;
    private readonly TelephoneEnd _near;
    private readonly TelephoneEnd _far;
    private readonly TaskCompletionSource<SipCall> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipCall? _call;

    /// <param name="number">Its number in the run.</param>
    /// <param name="caller">Who dials.</param>
    /// <param name="callee">Who is dialled.</param>
    /// <param name="password">Of both.</param>
    /// <param name="edge">The edge that dies.</param>
    /// <param name="thread">Who speaks and hears for both.</param>
    public TelephonePair(int number, Account caller, Account callee, string password, IPEndPoint edge, VoiceThread thread)
        : base(number, MovingKind.Sip, thread)
    {
        (_caller, _callee) = (caller, callee);
        _one = new SipEndpoint(IPAddress.Loopback, edge, new PhoneAccount(caller.Extension, password, edge), static _ => { });
        _other = new SipEndpoint(IPAddress.Loopback, edge, new PhoneAccount(callee.Extension, password, edge), call => _rung.TrySetResult(call));
        _near = Keep(id => new TelephoneEnd(thread, id, IPAddress.Loopback, new VoiceTotals()));
        _far = Keep(id => new TelephoneEnd(thread, id, IPAddress.Loopback, new VoiceTotals()));
        _near.SpeakTo(_far);
        _far.SpeakTo(_near);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    protected override async Task TalkAsync(CancellationToken patience)
    {
        Phase = "register";
        if (await _other.RegisterAsync(_callee.Extension).WaitAsync(patience) is var code and not 200)
        {
            throw new CallFailedException($"the telephone was not registered: {code}");
        }

        Phase = "dial";
        _call = _one.Dial(_callee.Extension, _caller.Extension, _near.Sdp);
        _call.Moved = media => Follow(_near, media);
        var rung = await _rung.Task.WaitAsync(patience);
        Id = rung.Name;
        rung.Moved = media => Follow(_far, media);
        await ConnectAsync(_far, rung);
        rung.Answer(_far.Sdp);
        Phase = "answer";
        if (!await _call.Up.WaitAsync(patience))
        {
            throw new CallFailedException("it was not answered");
        }

        await ConnectAsync(_near, _call);
        await HearAsync(patience, _near, _far);
        await Thread.InvokeAsync(() =>
        {
            _near.HearAnew();
            _far.HearAnew();
        });
    }

    protected override async Task MoveAsync(ClusterNode living, CancellationToken patience)
    {
        // What was on its way when the edge died has arrived by then; the call takes longer to come back.
        await Task.Delay(TimeSpan.FromMilliseconds(300), patience);
        await Thread.InvokeAsync(() =>
        {
            _near.HearAnew();
            _far.HearAnew();
        });
        var hear = HearAsync(patience, _near, _far);
        var ended = await Task.WhenAny(hear, _call!.Ended, _rung.Task.Result.Ended);
        if (ended is Task<CallEnd> { Result: var end })
        {
            throw new CallFailedException($"it ended by itself: {end.By} {end.Code}");
        }

        await hear;
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        _call!.HangUp();
        var end = await _rung.Task.Result.Ended.WaitAsync(patience);
        await _call.Ended.WaitAsync(patience);
        if (end.By != CallEndBy.Server)
        {
            throw new CallFailedException($"the other one was not told: {end.By}");
        }
    }

    private void Follow(TelephoneEnd end, IPEndPoint media) => Thread.InvokeAsync(() => end.Connect(media));

    private Task ConnectAsync(TelephoneEnd end, SipCall call)
    {
        var media = call.Media ?? throw new CallFailedException("the description does not say where sound goes");
        return Thread.InvokeAsync(() => end.Connect(media));
    }
}
