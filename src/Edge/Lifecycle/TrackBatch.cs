using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Puts many calls into one message: while one is under way the next ones gather.</summary>
internal sealed class TrackBatch(Func<ImmutableArray<CallId>, Task> send)
{
    private readonly Lock _lock = new();
    private ImmutableArray<CallId>.Builder _gathering = ImmutableArray.CreateBuilder<CallId>();
    private Task? _next;
    private Task _sending = Task.CompletedTask;

    /// <summary>Ends when the message with this call has been taken, or fails as that did.</summary>
    public Task AddAsync(CallId call)
    {
        lock (_lock)
        {
            _gathering.Add(call);
            return _next ??= SendAfterAsync(_sending);
        }
    }

    private async Task SendAfterAsync(Task before)
    {
        // Never inline: the caller still adds to what is gathered. How the message before ended is its own callers' business.
        await Task.WhenAny(before).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Task sending;
        lock (_lock)
        {
            var calls = _gathering.ToImmutable();
            _gathering = ImmutableArray.CreateBuilder<CallId>();
            _next = null;
            _sending = sending = send(calls);
        }

        await sending.ConfigureAwait(false);
    }
}
