using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Grains.Tests.Calls;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>An edge without sockets: takes commands with the numbering rules of the contract, and reports what the test says happened.</summary>
internal sealed class FakeEdge(EdgeId id, string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, Known> _calls = [];
    private TaskCompletionSource _arrived = new();

    public EdgeId Id { get; } = id;

    public string Name { get; } = name;

    public EdgeInfo Info => new(Id, Name, "127.0.0.1", AnchorsMedia, new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public bool AnchorsMedia { get; init; } = true;

    /// <summary>What the next calls of <c>Apply</c> fail with.</summary>
    public Queue<Exception> Failures { get; } = [];

    /// <summary>Set: every call fails as one to a process that is gone.</summary>
    public bool Gone { get; set; }

    /// <summary>Set: takes nothing more and says that it is stopping.</summary>
    public bool Draining { get; set; }

    public int Batches { get; private set; }

    /// <summary>What the grain was asked; a test counts while grains go on asking.</summary>
    public ConcurrentQueue<(TrunkId Trunk, ImmutableArray<TrunkPeer> Peers)> Probes { get; } = [];

    public List<(TrunkId Trunk, TrunkRegistration? Registration)> Registrations { get; } = [];

    public ConcurrentQueue<PresenceChange> Presence { get; } = [];

    public ConcurrentQueue<(UserId Owner, MailboxCounts Counts)> Mailboxes { get; } = [];

    /// <summary>What it was told of rooms.</summary>
    public ConcurrentQueue<RoomNews> Rooms { get; } = [];

    /// <summary>What it was told of slots.</summary>
    public ConcurrentQueue<ParkLotNews> ParkLots { get; } = [];

    /// <summary>What it was told is new for users.</summary>
    public ConcurrentQueue<InboxChange> Inboxes { get; } = [];

    public ConcurrentQueue<MailOrder> Mails { get; } = [];

    public ConcurrentQueue<AgentChange> Agents { get; } = [];

    public ConcurrentQueue<WallboardChange> Wallboards { get; } = [];

    public ApplyReceipt Apply(CallBatch batch)
    {
        lock (_lock)
        {
            if (Gone)
            {
                throw new SiloUnavailableException("gone");
            }

            if (Failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            Batches++;
            if (!_calls.TryGetValue(batch.Call, out var known))
            {
                _calls.Add(batch.Call, known = new Known());
            }

            if (batch.Epoch < known.Epoch)
            {
                return new ApplyReceipt(ApplyStatus.StaleEpoch, known.Commands.Count);
            }

            known.Epoch = batch.Epoch;
            if (batch.FirstNumber > known.Commands.Count + 1)
            {
                return new ApplyReceipt(ApplyStatus.Gap, known.Commands.Count);
            }

            foreach (var command in batch.Commands.Skip(known.Commands.Count + 1 - batch.FirstNumber))
            {
                if (Draining && command is InviteLeg or OpenMedia)
                {
                    return new ApplyReceipt(ApplyStatus.Draining, known.Commands.Count);
                }

                known.Commands.Add(command);
            }

            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ApplyReceipt(ApplyStatus.Taken, known.Commands.Count);
        }
    }

    /// <summary>The next commands of a call in words, up to one that begins with <paramref name="last"/>.</summary>
    public async Task<string[]> Until(CallId call, string last)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            Task arrived;
            string[] words;
            lock (_lock)
            {
                arrived = _arrived.Task;
                var known = _calls.GetValueOrDefault(call);
                words = known is null ? [] : [.. known.Commands.Skip(known.Shown).Select(Words.Of)];
                var end = Array.FindIndex(words, word => word.StartsWith(last, StringComparison.Ordinal));
                if (end >= 0)
                {
                    known!.Shown += end + 1;
                    return words[..(end + 1)];
                }
            }

            try
            {
                await arrived.WaitAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Edge {Name} waited {Patience.TotalSeconds} s for '{last}' of {call}; it has [{string.Join(", ", words)}].");
            }
        }
    }

    public IReadOnlyList<CallCommand> Commands(CallId call)
    {
        lock (_lock)
        {
            return _calls.TryGetValue(call, out var known) ? [.. known.Commands] : [];
        }
    }

    /// <summary>Reports events as an edge does: numbered, with the epoch that it knows.</summary>
    public async Task<ReportReceipt> Report(IGrainFactory grains, CallId call, params LegEvent[] events)
    {
        LegReport report;
        lock (_lock)
        {
            var known = _calls[call];
            report = new LegReport(Id, known.Epoch, known.Reported + 1, [.. events]);
        }

        var receipt = await grains.GetGrain<ICallGrain>(call.Key).Report(report);
        lock (_lock)
        {
            _calls[call].Reported = Math.Max(_calls[call].Reported, receipt.SavedThrough);
        }

        return receipt;
    }

    private sealed class Known
    {
        public long Epoch { get; set; }

        public List<CallCommand> Commands { get; } = [];

        public int Shown { get; set; }

        public int Reported { get; set; }
    }
}

/// <summary>The edges of a test, by id.</summary>
internal sealed class FakeEdges
{
    private readonly Dictionary<string, FakeEdge> _edges = new(StringComparer.Ordinal);

    public void Add(FakeEdge edge)
    {
        lock (_edges)
        {
            _edges.Add(edge.Id.Value, edge);
        }
    }

    public FakeEdge Of(string key)
    {
        lock (_edges)
        {
            return _edges.TryGetValue(key, out var edge) ? edge : throw new SiloUnavailableException($"{key} is no edge.");
        }
    }
}

/// <summary>Stands where an edge process would: its key is the edge's id.</summary>
[Orleans.Concurrency.Reentrant]
internal sealed class FakeEdgeGrain(FakeEdges edges) : Grain, IEdgeGrain
{
    private FakeEdge Edge => edges.Of(this.GetPrimaryKeyString());

    public Task<ApplyReceipt> Apply(CallBatch batch) => Task.FromResult(Edge.Apply(batch));

    public Task<ImmutableArray<CallId>> Calls(TenantId tenant, int limit) => Task.FromResult<ImmutableArray<CallId>>([]);

    public Task<DialogHold> FindDialog(DialogName dialog) => Task.FromResult(DialogHold.None);

    public Task<bool> ReceiveBy(SipPath path, byte[] message) => Task.FromResult(false);

    public Task<bool> SendBy(SipPath path, byte[] message) => Task.FromResult(false);

    public Task<EdgeDrain> Drain(bool? hold) => Task.FromResult(new EdgeDrain("fake", Edge.Id, false, false, 0, 0, 0));

    public Task Probe(TrunkId trunk, ImmutableArray<TrunkPeer> peers)
    {
        Edge.Probes.Enqueue((trunk, peers));
        return Task.CompletedTask;
    }

    public Task KeepRegistered(TrunkId trunk, TrunkRegistration? registration)
    {
        Edge.Registrations.Add((trunk, registration));
        return Task.CompletedTask;
    }

    public Task PresenceChanged(ImmutableArray<PresenceChange> changes)
    {
        foreach (var change in changes)
        {
            Edge.Presence.Enqueue(change);
        }

        return Task.CompletedTask;
    }

    public Task RoomChanged(RoomNews news)
    {
        Edge.Rooms.Enqueue(news);
        return Task.CompletedTask;
    }

    public Task ParkLotChanged(ParkLotNews news)
    {
        Edge.ParkLots.Enqueue(news);
        return Task.CompletedTask;
    }

    public Task InboxesChanged(ImmutableArray<InboxChange> changes)
    {
        foreach (var change in changes)
        {
            Edge.Inboxes.Enqueue(change);
        }

        return Task.CompletedTask;
    }

    public Task MailboxChanged(UserId owner, MailboxCounts counts)
    {
        Edge.Mailboxes.Enqueue((owner, counts));
        return Task.CompletedTask;
    }

    public Task<bool> SendMail(MailOrder order)
    {
        Edge.Mails.Enqueue(order);
        return Task.FromResult(true);
    }

    public Task AgentChanged(AgentChange change)
    {
        Edge.Agents.Enqueue(change);
        return Task.CompletedTask;
    }

    public Task WallboardChanged(WallboardChange change)
    {
        Edge.Wallboards.Enqueue(change);
        return Task.CompletedTask;
    }
}
