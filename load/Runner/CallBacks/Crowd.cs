using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>The people outside, behind one carrier: they call, wait, press 1 or not, are cut off and call again, and answer when they are called back.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Redial = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PressAgain = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Person> _people;
    private readonly Random _random;
    private readonly Func<Task> _serverIsThere;
    private readonly Func<Task<QueueGlance?>> _queue;

    /// <summary>Opens the carrier.</summary>
    /// <param name="address">The carrier's address.</param>
    /// <param name="server">Where the server takes SIP.</param>
    /// <param name="people">Who may call and be called.</param>
    /// <param name="seed">How long everybody takes.</param>
    /// <param name="serverIsThere">Nobody calls while the server is dead.</param>
    /// <param name="queue">A look at the queue.</param>
    public Crowd(IPAddress address, IPEndPoint server, IEnumerable<Person> people, int seed, Func<Task> serverIsThere, Func<Task<QueueGlance?>> queue)
    {
        (_people, _random, _serverIsThere, _queue) = (people.ToDictionary(static person => person.Number), new Random(seed), serverIsThere, queue);
        Carrier = new SipEndpoint(address, server, null, call => _ = AnswerAsync(call));
    }

    /// <summary>The carrier.</summary>
    public SipEndpoint Carrier { get; }

    /// <summary>Calls that came for a number that nobody has.</summary>
    public int Strangers { get; private set; }

    /// <summary>A person calls until they are served, or have asked to be called back; or cannot know whether they have.</summary>
    /// <param name="person">Who.</param>
    /// <param name="number">The queue's number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task CallAsync(Person person, string number, CancellationToken ct)
    {
        while (!await IsDoneAsync(person, number, ct))
        {
            await Task.Delay(Redial, ct);
        }
    }

    /// <summary>The server has died.</summary>
    public void CutAll() => Carrier.CutAll();

    public ValueTask DisposeAsync() => Carrier.DisposeAsync();

    private async Task<bool> IsDoneAsync(Person person, string number, CancellationToken ct)
    {
        await _serverIsThere().WaitAsync(ct);
        var glance = await _queue();
        var visit = new Visit { DialledAt = PhoneClock.Now, Estimate = glance is null ? null : TimeSpan.FromSeconds(glance.EstimatedSeconds) };
        person.Dials(visit);
        var call = Carrier.Dial(number, person.Number);
        if (!await call.Up.WaitAsync(ct))
        {
            var refused = await call.Ended;
            visit.VoidAt = refused.At;
            person.Refusals += refused.By == CallEndBy.Cut ? 0 : 1;
            return false;
        }

        visit.JoinedAt = PhoneClock.Now;
        person.OnTheLine = call;
        if (person.Takes)
        {
            _ = PressAsync(visit, call);
        }

        var end = await call.Ended.WaitAsync(ct);
        person.OnTheLine = null;
        return IsSettled(person, visit, end);
    }

    private static bool IsSettled(Person person, Visit visit, CallEnd end)
    {
        if (person.Wish == Wish.Kept || visit.Talked)
        {
            return true;
        }

        if (visit.Pressed)
        {
            person.Wish = end.By == CallEndBy.Cut ? Wish.InFlight : Wish.Kept;
            return true;
        }

        visit.VoidAt = end.At;
        person.Dropped += end.By == CallEndBy.Cut ? 0 : 1;
        return false;
    }

    private async Task PressAsync(Visit visit, SipCall call)
    {
        var patience = Between(500, 3_000);
        while (await Task.WhenAny(call.Ended, Task.Delay(patience)) != call.Ended)
        {
            if (visit.TakenAt is null)
            {
                visit.Pressed = true;
                await call.PressAsync('1');
            }

            patience = PressAgain;
        }
    }

    private async Task AnswerAsync(SipCall call)
    {
        if (!_people.TryGetValue(call.Number, out var person))
        {
            Strangers++;
            call.HangUp();
            return;
        }

        var back = person.Rings();
        if (person is { OnTheLine: { } old, Visit: { Pressed: true } visit })
        {
            // The farewell is still being heard: the wish was kept, and the person takes the new call.
            (person.Wish, visit.Talked) = (Wish.Kept, false);
            old.HangUp();
        }

        call.Ring();
        await Task.Delay(Between(150, 400));
        call.Answer();
        if (await call.Up)
        {
            person.Answers(back);
        }

        var end = await call.Ended;
        back.CutAt = end.By == CallEndBy.Cut ? end.At : null;
        person.EndsBack();
    }

    private TimeSpan Between(int least, int most)
    {
        lock (_random)
        {
            return TimeSpan.FromMilliseconds(_random.Next(least, most));
        }
    }
}
