using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>A telephone with one call: it sends its sound where the last description said, hears what comes from there alone, and answers what it is offered.</summary>
/// <remarks>That is as strict as a telephone can be: one that hears what comes from anywhere is without sound for a shorter time.</remarks>
internal sealed class Telephone : IAsyncDisposable
{
    private readonly VoiceThread _thread;
    private readonly Account _account;
    private readonly SipEndpoint _endpoint;
    private readonly TaskCompletionSource<SipCall> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ofVoice = true;

    /// <param name="number">Its number in the run.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="password">Of the account.</param>
    /// <param name="edge">Where it registers and dials.</param>
    /// <param name="thread">Who speaks and hears for it.</param>
    public Telephone(int number, Account account, string password, IPEndPoint edge, VoiceThread thread)
    {
        (_account, _thread) = (account, thread);
        _endpoint = new SipEndpoint(IPAddress.Loopback, edge, new PhoneAccount(account.Extension, password, edge), call => _rung.TrySetResult(call));
        End = new TelephoneEnd(thread, number, IPAddress.Loopback, new VoiceTotals());
    }

    /// <summary>Its sound.</summary>
    public TelephoneEnd End { get; }

    /// <summary>Its call; null before there is one.</summary>
    public SipCall? Call { get; private set; }

    /// <summary>Its number.</summary>
    public string Extension => _account.Extension;

    /// <summary>Registers.</summary>
    public async Task RegisterAsync(CancellationToken patience)
    {
        if (await _endpoint.RegisterAsync(_account.Extension).WaitAsync(patience) is var code and not 200)
        {
            throw new CallFailedException($"{Extension} was not registered: {code}");
        }
    }

    /// <summary>Dials.</summary>
    public void Dial(string number) => Take(_endpoint.Dial(number, Extension, End.Sdp));

    /// <summary>Waits until it rings.</summary>
    public async Task RingAsync(CancellationToken patience)
    {
        var call = await _rung.Task.WaitAsync(patience);
        Take(call);
        call.Ring();
    }

    /// <summary>Answers.</summary>
    public void Answer() => Call!.Answer(End.Sdp);

    /// <summary>Waits until both have said yes, and speaks.</summary>
    public async Task TalkAsync(CancellationToken patience)
    {
        if (!await Call!.Up.WaitAsync(patience))
        {
            throw new CallFailedException($"{Extension}: it was not answered: {(await Call.Ended).Code}");
        }

        var media = Call.Media ?? throw new CallFailedException("the description does not say where sound goes");
        await _thread.InvokeAsync(() => End.Connect(media));
    }

    /// <summary>From now on the longest time without sound is known.</summary>
    /// <param name="ofVoice">Whether it waits for the other's voice, or for sound of any kind.</param>
    public Task WatchAsync(bool ofVoice)
    {
        _ofVoice = ofVoice;
        return _thread.InvokeAsync(() => End.WatchPauses(ofVoice));
    }

    /// <summary>The longest time without sound so far; it begins anew.</summary>
    public async Task<TimeSpan> PauseAsync()
    {
        var longest = TimeSpan.Zero;
        await _thread.InvokeAsync(() =>
        {
            longest = End.LongestPause;
            End.WatchPauses(_ofVoice);
        });
        return longest;
    }

    /// <summary>Waits until it hears the other anew.</summary>
    public async Task HearAnewAsync(CancellationToken patience)
    {
        await _thread.InvokeAsync(End.HearAnew);
        await End.Heard.WaitAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _thread.InvokeAsync(End.Dispose);
        await _endpoint.DisposeAsync();
    }

    private void Take(SipCall call)
    {
        call.Moved = media => _thread.Post(() => End.Connect(media));
        Call = call;
    }
}
