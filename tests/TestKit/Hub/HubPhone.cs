using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.TestKit.Hub;

/// <summary>A browser's side of the phone hub without a browser: keeps everything that it is told.</summary>
public sealed class HubPhone : IAsyncDisposable
{
    // As the webphone has it. SignalR's own 15 s is as long as the edge waits before it closes a silent connection.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<object> _told = [];
    private readonly HubConnection _hub;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubPhone(HubConnection hub)
    {
        _hub = hub;
        hub.On<CallCard>(nameof(IPhoneClient.Incoming), Keep);
        hub.On<CallUpdate>(nameof(IPhoneClient.CallChanged), Keep);
        hub.On<RenegotiateOrder>(nameof(IPhoneClient.Renegotiate), Keep);
        hub.On<PresenceCard[]>(nameof(IPhoneClient.PresenceChanged), Keep);
        hub.On<AgentCard>(nameof(IPhoneClient.AgentChanged), Keep);
        hub.On<QueuesUpdate>(nameof(IPhoneClient.QueuesChanged), Keep);
        hub.On<AgentsUpdate>(nameof(IPhoneClient.AgentsChanged), Keep);
        hub.On<RoomUpdate[]>(nameof(IPhoneClient.RoomsChanged), Keep);
        hub.On<InboxUpdate>(nameof(IPhoneClient.InboxChanged), Keep);
        hub.On<string>(nameof(IPhoneClient.SessionRevoked), Keep);
        hub.On<int>(nameof(IPhoneClient.Drain), seconds => Keep(seconds));
        hub.Closed += problem =>
        {
            Keep(new HubClosed(problem?.Message));
            return Task.CompletedTask;
        };
    }

    /// <summary>What <c>Attach</c> answered.</summary>
    public Welcome Welcome { get; private set; } = null!;

    /// <summary>Everything that it was told, in order.</summary>
    public IReadOnlyList<object> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>Connects with an access token and attaches.</summary>
    public static async Task<HubPhone> ConnectAsync(Uri web, string accessToken, string deviceId, bool messagePack = false, bool canRing = true)
    {
        var phone = await OpenAsync(web, accessToken, messagePack);
        phone.Welcome = await phone.InvokeAsync<Welcome>(nameof(IPhoneHub.Attach), new AttachRequest(deviceId, "test phone", canRing));
        return phone;
    }

    /// <summary>Connects and does not attach.</summary>
    public static async Task<HubPhone> OpenAsync(Uri web, string accessToken, bool messagePack = false)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(web, "hub/phone"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.AccessTokenProvider = () => Task.FromResult<string?>(accessToken);
            })
            .WithKeepAliveInterval(KeepAlive);
        builder = messagePack
            ? builder.AddMessagePackProtocol()
            : builder.AddJsonProtocol(options => options.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        var phone = new HubPhone(builder.Build());
        await phone._hub.StartAsync();
        return phone;
    }

    /// <summary>Calls a method of the hub.</summary>
    public Task<T> InvokeAsync<T>(string method, params object?[] arguments) => _hub.InvokeCoreAsync<T>(method, arguments);

    /// <summary>Waits for the first message that fits, from the beginning.</summary>
    public async Task<T> WaitForAsync<T>(string what, Func<T, bool> fits, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                // A number that was not told is no zero.
                foreach (var told in _told.OfType<T>().Where(fits))
                {
                    return told;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what}; was told: {string.Join("; ", Told.Select(static told => $"{told.GetType().Name} {JsonSerializer.Serialize(told)}"))}");
            }
        }
    }

    /// <summary>Breaks the connection as a network does: without a word.</summary>
    public Task DropAsync() => _hub.StopAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    private void Keep(object told)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _told.Add(told);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }
}

/// <summary>The connection was closed.</summary>
/// <param name="Problem">Why, when it was not in order.</param>
public sealed record HubClosed(string? Problem);
