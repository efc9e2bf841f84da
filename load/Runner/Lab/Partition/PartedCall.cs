using System.Collections.Concurrent;
using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>Two telephones that talk while the cluster is cut apart, and write down which edge asked them for what.</summary>
internal sealed class PartedCall : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly VoiceThread _thread;
    private readonly Account _caller;
    private readonly Account _callee;
    private readonly SipEndpoint _one;
    private readonly SipEndpoint _other;
    private readonly TelephoneEnd _near;
    private readonly TelephoneEnd _far;
    private readonly TaskCompletionSource<SipCall> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<EdgeOrder> _orders = new();
    private SipCall? _call;

    /// <param name="number">Its number in the run.</param>
    /// <param name="caller">Who dials, and the edge that he is at.</param>
    /// <param name="callee">Who is dialled, and the edge that he is at.</param>
    /// <param name="password">Of both.</param>
    /// <param name="thread">Who speaks and hears for both.</param>
    public PartedCall(int number, (Account Account, ClusterNode Edge) caller, (Account Account, ClusterNode Edge) callee, string password, VoiceThread thread)
    {
        (_thread, _caller, _callee) = (thread, caller.Account, callee.Account);
        Kind = $"{caller.Edge.Name} to {callee.Edge.Name}";
        var (near, far) = (caller.Edge.Sip!, callee.Edge.Sip!);
        _one = new SipEndpoint(DividedNetwork.People, near, new PhoneAccount(_caller.Extension, password, near), static _ => { }) { Asked = (method, _, from) => Note("caller", method, from) };
        _other = new SipEndpoint(DividedNetwork.People, far, new PhoneAccount(_callee.Extension, password, far), call => _rung.TrySetResult(call)) { Asked = (method, _, from) => Note("callee", method, from) };
        _near = new TelephoneEnd(thread, number << 1, DividedNetwork.People, new VoiceTotals());
        _far = new TelephoneEnd(thread, (number << 1) + 1, DividedNetwork.People, new VoiceTotals());
        _near.SpeakTo(_far);
        _far.SpeakTo(_near);
    }

    /// <summary>Whose it is: the edges of both.</summary>
    public string Kind { get; }

    /// <summary>Its id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>What the edges asked of the telephones, in order.</summary>
    public IReadOnlyCollection<EdgeOrder> Orders => _orders;

    /// <summary>Both ends have not been told that it is over.</summary>
    public bool IsUp => _call is { Ended.IsCompleted: false } && _rung.Task is { IsCompletedSuccessfully: true, Result.Ended.IsCompleted: false };

    /// <summary>Lets both talk.</summary>
    public async Task SetUpAsync()
    {
        foreach (var (phone, account) in new[] { (_one, _caller), (_other, _callee) })
        {
            if (await phone.RegisterAsync(account.Extension).WaitAsync(Patience) is var code and not 200)
            {
                throw new CallFailedException($"{Kind}: a telephone was not registered: {code}");
            }
        }

        _call = _one.Dial(_callee.Extension, _caller.Extension, _near.Sdp);
        _call.Moved = media => _thread.InvokeAsync(() => _near.Connect(media));
        var rung = await _rung.Task.WaitAsync(Patience);
        Id = rung.Name;
        rung.Moved = media => _thread.InvokeAsync(() => _far.Connect(media));
        await ConnectAsync(_far, rung);
        rung.Answer(_far.Sdp);
        if (!await _call.Up.WaitAsync(Patience))
        {
            throw new CallFailedException($"{Kind}: it was not answered");
        }

        await ConnectAsync(_near, _call);
        await HearAsync(Patience);
    }

    /// <summary>From now on the longest silence is watched.</summary>
    public Task WatchAsync() => _thread.InvokeAsync(() =>
    {
        _near.WatchPauses(ofVoice: true);
        _far.WatchPauses(ofVoice: true);
    });

    /// <summary>A telephone of it registers again; the status code of the answer, 0 when none came.</summary>
    public async Task<int> RegisterAsync(TimeSpan patience)
    {
        try
        {
            return await _other.RegisterAsync(_callee.Extension).WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return 0;
        }
    }

    /// <summary>The cut is over: both must hear each other, one hangs up, and the other must be told.</summary>
    public async Task<PartedOutcome> EndAsync()
    {
        string? lost = null;
        var hungUpAt = default(DateTimeOffset);
        var silence = TimeSpan.Zero;
        try
        {
            await _thread.InvokeAsync(() => silence = TimeSpan.FromTicks(Math.Max(_near.LongestPause.Ticks, _far.LongestPause.Ticks)));
            if (!IsUp)
            {
                var end = _call!.Ended.IsCompleted ? await _call.Ended : await _rung.Task.Result.Ended;
                throw new CallFailedException($"it ended by itself: {end.By} {end.Code}");
            }

            await HearAsync(Patience);
            hungUpAt = DateTimeOffset.UtcNow;
            _call!.HangUp();
            await _rung.Task.Result.Ended.WaitAsync(Patience);
        }
        catch (Exception e) when (e is CallFailedException or TimeoutException or OperationCanceledException)
        {
            lost = e is CallFailedException ? e.Message : hungUpAt == default ? "they do not hear each other" : "the other one was not told";
        }

        return new PartedOutcome(Id, Kind, lost, silence, hungUpAt, [.. _orders]);
    }

    public async ValueTask DisposeAsync()
    {
        await _thread.InvokeAsync(() =>
        {
            _near.Dispose();
            _far.Dispose();
        });
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    private void Note(string who, SipMethod method, IPEndPoint edge)
    {
        if (method is SipMethod.Invite or SipMethod.Bye or SipMethod.Update)
        {
            _orders.Enqueue(new EdgeOrder(DateTimeOffset.UtcNow, who, method.ToString(), edge.ToString()));
        }
    }

    private async Task HearAsync(TimeSpan patience)
    {
        await _thread.InvokeAsync(() =>
        {
            _near.HearAnew();
            _far.HearAnew();
        });
        await Task.WhenAll(_near.Heard, _far.Heard).WaitAsync(patience);
    }

    private Task ConnectAsync(TelephoneEnd end, SipCall call)
    {
        var media = call.Media ?? throw new CallFailedException($"{Kind}: the description does not say where sound goes");
        return _thread.InvokeAsync(() => end.Connect(media));
    }
}

/// <summary>A request that an edge sent to a telephone.</summary>
/// <param name="At">When it came.</param>
/// <param name="Whom">caller or callee.</param>
/// <param name="Method">INVITE, UPDATE, BYE.</param>
/// <param name="Edge">Who sent it.</param>
internal sealed record EdgeOrder(DateTimeOffset At, string Whom, string Method, string Edge);

/// <summary>What became of a call that talked while the cluster was cut apart.</summary>
/// <param name="Call">Its id.</param>
/// <param name="Kind">Whose it was.</param>
/// <param name="Lost">Why it was lost; null when it lived.</param>
/// <param name="Silence">The longest time in which one of both did not hear the other.</param>
/// <param name="HungUpAt">When it was hung up (UTC).</param>
/// <param name="Orders">What edges asked of the telephones.</param>
internal sealed record PartedOutcome(string Call, string Kind, string? Lost, TimeSpan Silence, DateTimeOffset HungUpAt, IReadOnlyList<EdgeOrder> Orders)
{
    /// <summary>Orders of an edge that came to a telephone after another edge had taken it over: two acted as its owner. A sentence each.</summary>
    public IEnumerable<string> Doubles()
    {
        foreach (var party in Orders.GroupBy(static order => order.Whom))
        {
            var edges = party.OrderBy(static order => order.At).Select(static order => order.Edge).ToList();
            var changes = edges.Where((edge, i) => i > 0 && edges[i - 1] != edge).ToList();
            var known = new HashSet<string>(edges.Take(1));
            foreach (var edge in changes.Where(edge => !known.Add(edge)))
            {
                yield return $"{Kind} {Call}: {edge} gave an order to the {party.Key} after another edge had the call";
            }
        }
    }
}
