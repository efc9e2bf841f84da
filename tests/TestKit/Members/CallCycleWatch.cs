using System.Collections.Concurrent;
using Orleans.CodeGeneration;

namespace RtcCluster.TestKit.Members;

/// <summary>Fails a grain call that closes a ring of awaited calls, instead of letting all of them run into their response time-out.</summary>
/// <remarks>
/// It keeps the graph of who waits for whom among the silos of this process: an edge is a call that has not been answered, made in a turn that has not
/// ended. A message that is sent in a turn but not awaited there leaves the graph with its turn. A call that is still unanswered after
/// <see cref="Patience"/> while its target waits, over any number of hops, for its sender is a deadlock, if that is still so after another: on a machine
/// that is full, an answer that has been given and not yet taken looks like a wait. The last call of a ring always sees it.
/// </remarks>
public sealed class CallCycleWatch : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    private readonly AsyncLocal<Turn?> _turn = new();
    private readonly ConcurrentDictionary<Wait, byte> _waits = new();
    private readonly ConcurrentQueue<string> _found = new();

    /// <summary>How long a call may wait before the graph is looked at; well below the response time-out, well above a busy machine's pauses.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Every ring seen so far, as <c>a.M → b.N → a</c>.</summary>
    public IReadOnlyCollection<string> Found => _found;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var turn = new Turn();
        _turn.Value = turn;
        try
        {
            await context.Invoke();
        }
        finally
        {
            turn.Ended = true;
        }
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.SourceId is not { } from || _turn.Value is not { Ended: false } turn || context.TargetId.IsSystemTarget() || IsOneWay(context))
        {
            await context.Invoke();
            return;
        }

        var wait = new Wait(turn, from, context.TargetId, context.MethodName);
        _waits.TryAdd(wait, 0);
        try
        {
            var call = context.Invoke();
            if (await IsLateAsync(call) && Ring(wait) is { } ring && await IsLateAsync(call) && Ring(wait) == ring)
            {
                _found.Enqueue(ring);
                throw new CallCycleException($"Grain calls wait for each other: {ring}");
            }

            await call;
        }
        finally
        {
            _waits.TryRemove(wait, out _);
        }
    }

    private async Task<bool> IsLateAsync(Task call)
    {
        using var answered = new CancellationTokenSource();
        var isLate = await Task.WhenAny(call, Task.Delay(Patience, answered.Token)) != call;
        await answered.CancelAsync();
        return isLate;
    }

    private static bool IsOneWay(IGrainCallContext context) =>
        context.Request is IRequest request && request.Options.HasFlag(InvokeMethodOptions.OneWay);

    /// <summary>The way back from the target of <paramref name="closing"/> to its sender, or null; also when the turn that made it has ended without it. Breadth first, so the shortest.</summary>
    private string? Ring(Wait closing)
    {
        if (closing.Turn.Ended)
        {
            return null;
        }

        var waits = _waits.Keys.Where(w => !w.Turn.Ended).ToLookup(w => w.From);
        var ways = new Queue<(GrainId At, string Text)>([(closing.To, $"{closing.From}.{closing.Method} → {closing.To}")]);
        var seen = new HashSet<GrainId> { closing.To };
        while (ways.TryDequeue(out var way))
        {
            if (way.At.Equals(closing.From))
            {
                return way.Text;
            }

            foreach (var next in waits[way.At].Where(w => seen.Add(w.To)))
            {
                ways.Enqueue((next.To, $"{way.Text}.{next.Method} → {next.To}"));
            }
        }

        return null;
    }

    private sealed class Turn
    {
        public volatile bool Ended;
    }

    private sealed record Wait(Turn Turn, GrainId From, GrainId To, string Method)
    {
        // Two waits are two calls, whatever they call.
        public bool Equals(Wait? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
