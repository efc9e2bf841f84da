using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>A call of telephones, which do nothing but answer what they are offered while the edges below them change.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="state">What it does meanwhile.</param>
/// <param name="phones">Who takes part; the first dials.</param>
/// <param name="dialled">What is dialled.</param>
internal sealed class TelephoneCall(int number, DrainState state, IReadOnlyList<Telephone> phones, string dialled) : IDrainedCall
{
    /// <summary>The longest that anything may take; what takes longer is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A person lets it ring so long.</summary>
    private static readonly TimeSpan Rings = TimeSpan.FromSeconds(2);

    // Hz, multiples of 50 that are none of each other's harmonics.
    private static readonly int[] Tones = [650, 1_050, 1_550];

    private string _phase = "dial";

    /// <summary>Whether music alone is heard, and a voice only afterwards.</summary>
    private bool HearsMusic => state is DrainState.Held or DrainState.Queued;

    public async Task SetUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await (state switch
            {
                DrainState.Queued => WaitInQueueAsync(patience.Token),
                DrainState.Conference => MeetAsync(patience.Token),
                _ => ConnectAsync(patience.Token),
            });
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new CallFailedException($"{state} {number} failed before any fault, at {_phase}: {Why(e)}");
        }
    }

    public async Task WatchAsync()
    {
        if (state != DrainState.Ringing)
        {
            foreach (var phone in Listeners)
            {
                await phone.WatchAsync(ofVoice: state == DrainState.Talk);
            }
        }
    }

    public Task<string?> ActAsync() => state == DrainState.Ringing
        ? TryAsync(async patience =>
        {
            await Task.Delay(Rings, patience);
            await AnswerAsync(patience);
            foreach (var phone in phones)
            {
                await phone.WatchAsync(ofVoice: true);
            }
        })
        : Task.FromResult<string?>(null);

    public async Task<DrainOutcome> FinishAsync(string? failure)
    {
        var gap = TimeSpan.Zero;
        failure ??= await TryAsync(async patience =>
        {
            _phase = "look who is there";
            if (phones.FirstOrDefault(static phone => phone.Call is { Ended.IsCompleted: true }) is { } gone)
            {
                throw new CallFailedException($"{gone.Extension}: it ended by itself: {gone.Call!.Ended.Result}");
            }

            _phase = "hear";
            if (HearsMusic)
            {
                gap = await GapAsync();
                if (gap > Patience)
                {
                    throw new CallFailedException("no music");
                }
            }

            if (state == DrainState.Held)
            {
                _phase = "take back";
                phones[0].Call!.Offer(phones[0].End.Sdp);
            }

            if (state != DrainState.Queued)
            {
                await Task.WhenAll(phones.Select(phone => phone.HearAnewAsync(patience)));
            }

            gap = HearsMusic ? gap : await GapAsync();
            _phase = "hang up";
            foreach (var phone in state == DrainState.Conference ? phones : phones.Take(1))
            {
                phone.Call!.HangUp();
            }

            foreach (var phone in phones.Where(static phone => phone.Call is not null))
            {
                await phone.Call!.Ended.WaitAsync(patience);
            }
        });
        await DisposeAsync();
        return new DrainOutcome(Ids, state, failure, gap);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in phones)
        {
            await phone.DisposeAsync();
        }
    }

    // Of a call of two the one who was called knows it, also when nobody has answered.
    private IReadOnlyList<string> Ids =>
        [.. (state is DrainState.Queued or DrainState.Conference ? phones : phones.Skip(1)).Select(static phone => phone.Call?.Name ?? "").Where(static id => id.Length > 0)];

    // Who holds hears nothing, and nobody waits for it.
    private IEnumerable<Telephone> Listeners => state == DrainState.Held ? phones.Skip(1) : phones;

    private async Task ConnectAsync(CancellationToken patience)
    {
        var (caller, callee) = (phones[0], phones[1]);
        caller.End.SpeakTo(callee.End);
        callee.End.SpeakTo(caller.End);
        _phase = "register";
        await callee.RegisterAsync(patience);
        _phase = "ring";
        caller.Dial(dialled);
        await callee.RingAsync(patience);
        if (state == DrainState.Ringing)
        {
            return;
        }

        await AnswerAsync(patience);
        if (state == DrainState.Held)
        {
            _phase = "hold";
            caller.Call!.Offer(CallSdp.Holding(caller.End.Sdp));
        }
    }

    private async Task AnswerAsync(CancellationToken patience)
    {
        _phase = "answer";
        phones[1].Answer();
        await phones[0].TalkAsync(patience);
        await phones[1].TalkAsync(patience);
        _phase = "hear";
        await Task.WhenAll(phones.Select(phone => phone.End.Heard.WaitAsync(patience)));
    }

    private async Task WaitInQueueAsync(CancellationToken patience)
    {
        phones[0].End.SpeakTo(phones[0].End);
        phones[0].Dial(dialled);
        await phones[0].TalkAsync(patience);
    }

    private async Task MeetAsync(CancellationToken patience)
    {
        for (var i = 0; i < phones.Count; i++)
        {
            phones[i].End.SpeakIn(Tones[i], [.. Tones.Take(phones.Count).Where(tone => tone != Tones[i])]);
            phones[i].Dial(dialled);
            await phones[i].TalkAsync(patience);
            }

        await Task.WhenAll(phones.Select(phone => phone.End.Heard.WaitAsync(patience)));
    }

    private async Task<TimeSpan> GapAsync()
    {
        var gap = TimeSpan.Zero;
        foreach (var phone in Listeners)
        {
            var pause = await phone.PauseAsync();
            gap = pause > gap ? pause : gap;
        }

        return gap;
    }

    private async Task<string?> TryAsync(Func<CancellationToken, Task> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await what(patience.Token);
            return null;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return $"at {_phase}: {Why(e)}";
        }
    }

    private static string Why(Exception e) => e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message;

    private static bool IsFailure(Exception e) => e is CallFailedException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException;
}
