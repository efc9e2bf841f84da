using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Load.Runner.Hub;

/// <summary>A browser at the phone hub, in MessagePack: docs/hub.md.</summary>
internal sealed class HubPhone : IAsyncDisposable
{
    /// <summary>The edge gives up a client that says nothing for 15 s, which is how often SignalR's clients speak unless told otherwise.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private readonly HubConnection _hub;
    private readonly ConcurrentDictionary<string, CallWatch> _watches = new(StringComparer.Ordinal);
    private readonly Channel<(CallCard Card, long At, DateTimeOffset Utc)> _incoming = Channel.CreateUnbounded<(CallCard, long, DateTimeOffset)>();

    private HubPhone(Account account, HubConnection hub)
    {
        (Account, _hub) = (account, hub);
        hub.On<CallCard>(nameof(IPhoneClient.Incoming), card => _incoming.Writer.TryWrite((card, Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow)));
        hub.On<AgentCard>(nameof(IPhoneClient.AgentChanged), card => AgentTold?.Invoke(card));
        hub.On<AgentsUpdate>(nameof(IPhoneClient.AgentsChanged), update => AgentsTold?.Invoke(update));
        hub.On<PresenceCard[]>(nameof(IPhoneClient.PresenceChanged), cards => PresenceTold?.Invoke(cards));
        hub.On<QueuesUpdate>(nameof(IPhoneClient.QueuesChanged), static _ => { });
        hub.On<CallUpdate>(nameof(IPhoneClient.CallChanged), update => Watch(update.Call.CallId).Take(update));
        hub.On<RenegotiateOrder>(nameof(IPhoneClient.Renegotiate), order =>
        {
            Watch(order.CallId).Ask();
            Asked?.Invoke(order.CallId);
        });
        hub.On<int>(nameof(IPhoneClient.Drain), seconds => SentAway?.Invoke(TimeSpan.FromSeconds(seconds)));
        hub.Closed += problem =>
        {
            IsClosed = true;
            foreach (var watch in _watches.Values)
            {
                watch.Break(problem?.Message ?? "The hub closed the connection.");
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>What its agent does.</summary>
    public event Action<AgentCard>? AgentTold;

    /// <summary>What watched agents do.</summary>
    public event Action<AgentsUpdate>? AgentsTold;

    /// <summary>How watched users are now.</summary>
    public event Action<PresenceCard[]>? PresenceTold;

    /// <summary>A new connection for a call is asked for.</summary>
    public event Action<string>? Asked;

    /// <summary>It is told to connect elsewhere, after a time.</summary>
    public event Action<TimeSpan>? SentAway;

    /// <summary>Whose it is.</summary>
    public Account Account { get; }

    /// <summary>Whether the connection is lost.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Connects and attaches.</summary>
    /// <exception cref="HttpRequestException">The server did not take the connection.</exception>
    public static async Task<HubPhone> ConnectAsync(Uri web, Account account, CancellationToken ct)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(web, "hub/phone"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.AccessTokenProvider = () => Task.FromResult<string?>(account.Token);
            })
            .AddMessagePackProtocol()
            .WithKeepAliveInterval(KeepAlive)
            .Build();
        var phone = new HubPhone(account, hub);
        try
        {
            await hub.StartAsync(ct);
            await hub.InvokeAsync<Welcome>(nameof(IPhoneHub.Attach), new AttachRequest($"{account.Name}-device", "load"), ct);
            return phone;
        }
        catch (WebSocketException e)
        {
            // An edge that is not ready or is full says so by its status.
            await hub.DisposeAsync();
            throw new HttpRequestException($"{web} did not take {account.Name}: {e.Message}", e);
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Dials; returns the call's id.</summary>
    /// <exception cref="CallFailedException">It was refused.</exception>
    public async Task<string> DialAsync(string attempt, string to, string offer)
    {
        var receipt = await TryDialAsync(attempt, to, offer);
        return receipt.Failure is { } failure ? throw new CallFailedException($"dial refused: {failure.Code} {failure.SipCode}") : receipt.CallId;
    }

    /// <summary>Dials; the receipt says whether it was refused, and when to try again.</summary>
    public Task<DialReceipt> TryDialAsync(string attempt, string to, string offer) =>
        _hub.InvokeAsync<DialReceipt>(nameof(IPhoneHub.Dial), new DialRequest(attempt, to, new OfferCard(1, offer)));

    /// <summary>Waits until a call rings; what rang before it is forgotten.</summary>
    public async Task RingsAsync(string call, CancellationToken ct)
    {
        while ((await _incoming.Reader.ReadAsync(ct)).Card.CallId != call)
        {
        }
    }

    /// <summary>The next call that rings, and when it came.</summary>
    public ValueTask<(CallCard Card, long At, DateTimeOffset Utc)> NextRingAsync(CancellationToken ct) => _incoming.Reader.ReadAsync(ct);

    /// <summary>Works in queues, or does not.</summary>
    public Task SetAgentStateAsync(AgentWish wish) => IntendAsync(nameof(IPhoneHub.SetAgentState), new AgentStateRequest(wish));

    /// <summary>Watches users.</summary>
    public Task WatchAsync(params string[] users) => _hub.InvokeAsync<PresenceCard[]>(nameof(IPhoneHub.Watch), users);

    /// <summary>Says how its user is.</summary>
    public Task SetPresenceAsync(PresenceStatus status) => IntendAsync(nameof(IPhoneHub.SetPresence), new PresenceRequest(status));

    /// <summary>Watches all queues and agents.</summary>
    public async Task WatchBoardAsync()
    {
        await IntendAsync(nameof(IPhoneHub.WatchAgents), new AgentsRequest());
        if ((await _hub.InvokeAsync<HubReceipt>(nameof(IPhoneHub.WatchQueues))).Failure is { } failure)
        {
            throw new CallFailedException($"{nameof(IPhoneHub.WatchQueues)} refused: {failure.Code}");
        }
    }

    /// <summary>Answers.</summary>
    public Task AnswerAsync(string call, string offer) => IntendAsync(nameof(IPhoneHub.Answer), new AnswerRequest(call, new OfferCard(1, offer)));

    /// <summary>Hangs up.</summary>
    public Task HangUpAsync(string call) => IntendAsync(nameof(IPhoneHub.HangUp), new CallRequest(call));

    /// <summary>The other party hears music.</summary>
    public Task HoldAsync(string call) => IntendAsync(nameof(IPhoneHub.Hold), new CallRequest(call));

    /// <summary>Takes the other party back.</summary>
    public Task ResumeAsync(string call) => IntendAsync(nameof(IPhoneHub.Resume), new CallRequest(call));

    /// <summary>Holds a call and dials a second one to ask somebody; returns the id of the second.</summary>
    /// <exception cref="CallFailedException">It was refused.</exception>
    public async Task<string> ConsultAsync(string call, string attempt, string to, string offer)
    {
        var receipt = await _hub.InvokeAsync<DialReceipt>(nameof(IPhoneHub.Consult), new ConsultRequest(call, attempt, to, new OfferCard(1, offer)));
        return receipt.Failure is { } failure ? throw new CallFailedException($"consultation refused: {failure.Code} {failure.SipCode}") : receipt.CallId;
    }

    /// <summary>Connects the other parties of a call and its consultation.</summary>
    public Task CompleteTransferAsync(string call, string consultation) => IntendAsync(nameof(IPhoneHub.CompleteTransfer), new ConsultedRequest(call, consultation));

    /// <summary>Takes up the media of a call on a new connection.</summary>
    /// <param name="call">The call.</param>
    /// <param name="number">Of the offer: greater than that of any before it.</param>
    /// <param name="offer">The offer.</param>
    public Task ReattachAsync(string call, int number, string offer) => IntendAsync(nameof(IPhoneHub.Reattach), new AnswerRequest(call, new OfferCard(number, offer)));

    /// <summary>The same; returns why it was refused, null when it was not.</summary>
    public async Task<HubFailure?> TryReattachAsync(string call, int number, string offer) =>
        (await _hub.InvokeAsync<HubReceipt>(nameof(IPhoneHub.Reattach), new AnswerRequest(call, new OfferCard(number, offer)))).Failure;

    /// <summary>As an agent: takes calls of queues from now on.</summary>
    public Task GetReadyAsync() => IntendAsync(nameof(IPhoneHub.SetAgentState), new AgentStateRequest(AgentWish.Ready));

    /// <summary>What the hub tells of a call.</summary>
    public CallWatch Watch(string call) => _watches.GetOrAdd(call, static _ => new CallWatch());

    /// <summary>Forgets a call.</summary>
    public void Forget(string call) => _watches.TryRemove(call, out _);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task IntendAsync(string method, object request)
    {
        if ((await _hub.InvokeAsync<HubReceipt>(method, request)).Failure is { } failure)
        {
            throw new CallFailedException($"{method} refused: {failure.Code} {failure.SipCode}");
        }
    }
}
