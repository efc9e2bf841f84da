using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Calls;

/// <summary>Three browsers in a conference room; the next action is that one leaves and comes in again, and everybody hears everybody.</summary>
internal sealed class ConferenceCall : LabCall
{
    // Hz, multiples of 50 that are none of each other's harmonics.
    private static readonly int[] Tones = [650, 1_050, 1_550];

    private readonly IReadOnlyList<HubPhone> _phones;
    private readonly string _room;
    private readonly BrowserEnd[] _ends = new BrowserEnd[Tones.Length];
    private readonly string[] _calls = new string[Tones.Length];

    /// <param name="number">Its number in the run.</param>
    /// <param name="phones">Who meets: three.</param>
    /// <param name="room">The room's number.</param>
    /// <param name="thread">Who speaks and hears for all.</param>
    public ConferenceCall(int number, IReadOnlyList<HubPhone> phones, string room, VoiceThread thread)
        : base(number, LabState.Conf, thread) => (_phones, _room) = (phones, room);

    protected override HubPhone Witness => _phones[0];

    protected override async Task BringAsync(CancellationToken patience)
    {
        for (var i = 0; i < Tones.Length; i++)
        {
            await EnterAsync(i, patience);
        }

        Id = _calls[0];
        AlsoCall(_calls[1]);
        AlsoCall(_calls[2]);
        await HearAsync(patience, _ends);
        await CountAsync(_ends[0], _ends[1]);
    }

    protected override async Task ActAsync(CancellationToken patience)
    {
        const int Last = 2;
        Phase = "leave";
        await InsistAsync(() => _phones[Last].HangUpAsync(_calls[Last]), patience);
        await _phones[Last].Watch(_calls[Last]).Ended.WaitAsync(patience);
        await Thread.InvokeAsync(() =>
        {
            _ends[Last].FallSilent();
            _ends[0].HearAnew();
            _ends[1].HearAnew();
        });
        await InsistAsync(() => EnterAsync(Last, patience), patience);
        AlsoCall(_calls[Last]);
        await HearAsync(patience, _ends);
    }

    protected override async Task HangUpAsync(CancellationToken patience)
    {
        for (var i = 0; i < Tones.Length; i++)
        {
            var (phone, call) = (_phones[i], _calls[i]);
            await InsistAsync(() => phone.HangUpAsync(call), patience);
            await phone.Watch(call).Ended.WaitAsync(patience);
        }
    }

    private async Task EnterAsync(int i, CancellationToken patience)
    {
        Phase = $"enter as {i}";
        var end = NewBrowser();
        end.SpeakIn(Tones[i], [.. Tones.Where(tone => tone != Tones[i])]);
        _ends[i] = end;
        _calls[i] = await _phones[i].DialAsync(NextAttempt(), _room, end.Offer);
        await ConnectAsync(_phones[i], _calls[i], end, patience);
    }
}
