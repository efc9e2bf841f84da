using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>Two telephones of the edge that dies: they answer what they are offered in the dialog that they have, and stay registered as telephones of their place do.</summary>
internal sealed class TelephonePair : MovingCall
{
    private readonly RegisteredPhone _one;
    private readonly RegisteredPhone _other;
    private readonly TaskCompletionSource<SipCall> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipCall? _call;

    /// <param name="number">Its number in the run.</param>
    /// <param name="caller">Who dials.</param>
    /// <param name="callee">Who is dialled.</param>
    /// <param name="password">Of both.</param>
    /// <param name="place">Where both are.</param>
    /// <param name="thread">Who speaks and hears for both.</param>
    public TelephonePair(int number, Account caller, Account callee, string password, PhonePlace place, VoiceThread thread)
        : base(number, place.Kind, thread)
    {
        RegisteredPhone? one = null;
        RegisteredPhone? other = null;
        var near = Keep(id => (one = new RegisteredPhone(id, caller, password, place, thread, static _ => { })).End);
        var far = Keep(id => (other = new RegisteredPhone(id, callee, password, place, thread, call => _rung.TrySetResult(call))).End);
        (_one, _other) = (one!, other!);
        near.SpeakTo(far);
        far.SpeakTo(near);
    }

    private TelephoneEnd Near => _one.End;

    private TelephoneEnd Far => _other.End;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    protected override async Task TalkAsync(CancellationToken patience)
    {
        Phase = "register";
        await _one.RegisterAsync(patience);
        await _other.RegisterAsync(patience);
        Phase = "dial";
        _call = _one.Sip.Dial(_other.Extension, _one.Extension, Near.Sdp);
        _call.Moved = media => Follow(Near, media);
        var rung = await _rung.Task.WaitAsync(patience);
        Id = rung.Name;
        rung.Moved = media => Follow(Far, media);
        await ConnectAsync(Far, rung);
        rung.Answer(Far.Sdp);
        Phase = "answer";
        if (!await _call.Up.WaitAsync(patience))
        {
            throw new CallFailedException("it was not answered");
        }

        await ConnectAsync(Near, _call);
        await HearAsync(patience, Near, Far);
        await Thread.InvokeAsync(() =>
        {
            Near.HearAnew();
            Far.HearAnew();
        });
    }

    protected override async Task MoveAsync(ClusterNode living, Random dice, CancellationToken patience)
    {
        // What was on its way when the edge died has arrived by then; the call takes longer to come back.
        await Task.Delay(TimeSpan.FromMilliseconds(300), patience);
        await Thread.InvokeAsync(() =>
        {
            Near.HearAnew();
            Far.HearAnew();
        });
        var hear = HearAsync(patience, Near, Far);
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
