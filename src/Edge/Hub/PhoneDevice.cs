using System.Collections.Concurrent;
using System.Threading.Channels;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Hub;

/// <summary>A browser tab that is a device of a user, over its connections. Any thread.</summary>
/// <param name="user">The user.</param>
/// <param name="id">The id that the browser made.</param>
internal sealed class PhoneDevice(UserId user, string id) : IPresenceWatcher
{
    // A browser reads a message in microseconds; one that lets so many wait is not reading.
    private const int MaxWaiting = 512;

    private readonly Lock _lock = new();
    // Of one browser: room for one, and not for the many of a whole process.
    private readonly ConcurrentDictionary<string, CallId> _attempts = new(1, 1, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _offers = new(1, 1, StringComparer.Ordinal);
    private Channel<Func<IPhoneClient, Task>>? _messages;
    private PhoneConnection? _connection;
    private PhoneConnection? _lastConnection;

    /// <summary>The user.</summary>
    public UserId User => user;

    /// <summary>How grains name it.</summary>
    public string Uri { get; } = UriOf(id);

    /// <summary>The connection that it has now; null while it has none.</summary>
    public PhoneConnection? Connection
    {
        get
        {
            lock (_lock)
            {
                return _connection;
            }
        }
    }

    /// <inheritdoc/>
    public UserId Viewer => user;

    /// <inheritdoc/>
    public bool ShowsCalls => false;

    /// <inheritdoc/>
    public void Changed(IReadOnlyList<PresenceChange> changes)
    {
        PresenceCard[] message = [.. changes.Select(change => change.Card)];
        Tell(client => client.PresenceChanged(message));
    }

    /// <summary>The connection that it has now or had last.</summary>
    public PhoneConnection? LastConnection
    {
        get
        {
            lock (_lock)
            {
                return _lastConnection;
            }
        }
    }

    /// <summary>How grains name a device.</summary>
    public static string UriOf(string id) => "hub:" + id;

    /// <summary>Gives it a connection; the one before is returned to be closed.</summary>
    public PhoneConnection? Connect(PhoneConnection connection)
    {
        var messages = Channel.CreateBounded<Func<IPhoneClient, Task>>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
        PhoneConnection? before;
        lock (_lock)
        {
            before = _connection;
            _connection = _lastConnection = connection;
            _messages?.Writer.TryComplete();
            _messages = messages;
        }

        _ = PumpAsync(messages.Reader, connection);
        return before;
    }

    /// <summary>A connection is closed; true when it was the one in use.</summary>
    public bool Disconnect(PhoneConnection connection)
    {
        lock (_lock)
        {
            if (_connection != connection)
            {
                return false;
            }

            _connection = null;
            _messages?.Writer.TryComplete();
            _messages = null;
            return true;
        }
    }

    /// <summary>Tells the browser; in the order of the calls. Without a connection nobody is told: what is, is asked for when it is back.</summary>
    public void Tell(Func<IPhoneClient, Task> message)
    {
        lock (_lock)
        {
            if (_messages is { } messages && !messages.Writer.TryWrite(message))
            {
                // It comes back and asks how things are.
                _connection?.Abort();
            }
        }
    }

    /// <summary>Ends when everything that was told before has been sent, or there is no connection to send it by.</summary>
    public Task FlushAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            return _messages is { } messages && messages.Writer.TryWrite(_ =>
            {
                sent.TrySetResult();
                return Task.CompletedTask;
            })
                ? sent.Task
                : Task.CompletedTask;
        }
    }

    /// <summary>The call of an attempt, the same one each time it is asked for.</summary>
    /// <param name="attempt">The browser's name for it.</param>
    /// <param name="fresh">The call that it is when it is asked for the first time.</param>
    public CallId CallOf(string attempt, CallId fresh) => _attempts.GetOrAdd(attempt, fresh);

    /// <summary>The browser will not repeat an attempt any more.</summary>
    public void Forget(string attempt) => _attempts.TryRemove(attempt, out _);

    /// <summary>The number of the browser's last offer of a call that another edge signalled before; 0 when there is none.</summary>
    public int OfferOf(string call) => _offers.GetValueOrDefault(call);

    /// <summary>The browser offers anew for a call.</summary>
    public void Offering(string call, int number) => _offers[call] = number;

    private static async Task PumpAsync(ChannelReader<Func<IPhoneClient, Task>> messages, PhoneConnection connection)
    {
        await foreach (var message in messages.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await message(connection.Client).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
            {
                // A connection that breaks while it is written to; its end is told by the hub.
                connection.Abort();
            }
        }
    }
}
