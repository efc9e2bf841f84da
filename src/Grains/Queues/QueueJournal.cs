using System.Globalization;
using Orleans.Storage;

namespace RtcCluster.Grains.Queues;

/// <summary>Where a queue is stored: now and then a snapshot, and in between each input as a small record of its own.</summary>
/// <remarks>
/// An input is written before it counts, at the place of its number. The place can be won once: another activation that believes it owns the queue loses it
/// to the guard of the store, reads anew, and finds what the winner wrote. Places are used in turn, so that nothing has to be deleted.
/// </remarks>
internal sealed class QueueJournal(IGrainStorage storage, GrainId grain)
{
    /// <summary>Inputs between two snapshots. One input costs a few hundred bytes, a snapshot of a large queue some hundred kilobytes.</summary>
    public const int SnapshotEvery = 256;

    // Twice as many: an input is never overwritten before a snapshot has it.
    private const int Places = 2 * SnapshotEvery;
    private const string Snapshot = "queue";
    private readonly GrainState<QueueSnapshot> _snapshot = new(new QueueSnapshot());
    private readonly Dictionary<long, GrainState<JournalEntry>> _places = [];
    private readonly List<JournalEntry> _since = [];

    /// <summary>The inputs since the last snapshot.</summary>
    public IReadOnlyList<JournalEntry> Since => _since;

    /// <summary>True when it is time for a snapshot.</summary>
    public bool WantsSnapshot => _since.Count >= SnapshotEvery;

    /// <summary>Reads the snapshot and applies what came after it.</summary>
    public async Task<QueueState> Read()
    {
        await storage.ReadStateAsync(Snapshot, grain, _snapshot);
        var state = _snapshot.State?.State ?? new QueueState();
        while (await Place(state.Inputs + 1) is { RecordExists: true, State: { } entry } && entry.Number == state.Inputs + 1)
        {
            _since.Add(entry);
            QueueMachine.Apply(state, entry.Input, entry.At);
        }

        return state;
    }

    /// <summary>Writes an input at its place.</summary>
    /// <exception cref="InconsistentStateException">Somebody else has the place.</exception>
    public async Task Append(JournalEntry entry)
    {
        var place = await Place(entry.Number);
        var before = place.State;
        place.State = entry;
        try
        {
            await storage.WriteStateAsync(Name(entry.Number), grain, place);
        }
        catch
        {
            place.State = before;
            throw;
        }

        _since.Add(entry);
    }

    /// <summary>Writes a snapshot. The journal up to it need not be kept.</summary>
    public async Task Write(QueueState state)
    {
        _snapshot.State = new QueueSnapshot { State = state };
        await storage.WriteStateAsync(Snapshot, grain, _snapshot);
        _since.Clear();
    }

    /// <summary>The stored snapshot, read anew.</summary>
    public async Task<QueueState> ReadSnapshot()
    {
        var stored = new GrainState<QueueSnapshot>(new QueueSnapshot());
        await storage.ReadStateAsync(Snapshot, grain, stored);
        return stored.State?.State ?? new QueueState();
    }

    private static string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"queue-{number % Places}");

    private async Task<GrainState<JournalEntry>> Place(long number)
    {
        if (!_places.TryGetValue(number % Places, out var place))
        {
            place = new GrainState<JournalEntry>(null!);
            await storage.ReadStateAsync(Name(number), grain, place);
            _places.Add(number % Places, place);
        }

        return place;
    }
}
