using System.Collections.Immutable;
using System.Globalization;
using Orleans.Storage;

namespace RtcCluster.Grains.Queues;

/// <summary>Where a queue is stored: now and then a snapshot, and in between each input as a small record of its own.</summary>
/// <remarks>
/// An input is written before it counts, at the place of its number. The place can be won once: another activation that believes it owns the queue loses it
/// to the guard of the store, reads anew, and finds what the winner wrote. Places are used in turn, so that nothing has to be deleted. What agents say again
/// when it is lost (<see cref="QueueMachine.IsRepeated"/>) counts at once and is written together with the next input that has to be.
/// </remarks>
internal sealed class QueueJournal(IGrainStorage storage, GrainId grain)
{
    /// <summary>Inputs between two snapshots. One input costs a few hundred bytes, a snapshot of a large queue some hundred kilobytes.</summary>
    public const int SnapshotEvery = 256;

    // Twice as many: an input is never overwritten before a snapshot has it.
    private const int Places = 2 * SnapshotEvery;

    // What is in one record beside its last input.
    private const int MostNoted = 64;
    private const string Snapshot = "queue";
    private readonly GrainState<QueueSnapshot> _snapshot = new(new QueueSnapshot());
    private readonly Dictionary<long, GrainState<JournalEntry>> _places = [];
    private readonly List<JournalEntry> _since = [];
    private readonly List<JournalEntry> _noted = [];

    /// <summary>The inputs since the last snapshot.</summary>
    public IReadOnlyList<JournalEntry> Since => _since;

    /// <summary>True when it is time for a snapshot. Inputs that are not written are in none: another activation may win their place.</summary>
    public bool WantsSnapshot => _noted.Count == 0 && _since.Count >= SnapshotEvery;

    /// <summary>True when there are inputs that count and are not written.</summary>
    public bool IsBehind => _noted.Count > 0;

    /// <summary>Reads the snapshot and applies what came after it.</summary>
    public async Task<QueueState> Read()
    {
        await storage.ReadStateAsync(Snapshot, grain, _snapshot);
        var state = _snapshot.State?.State ?? new QueueState();
        while (await Place(state.Inputs + 1) is { RecordExists: true, State: { } entry } && entry.Number == state.Inputs + 1)
        {
            foreach (var one in (ReadOnlySpan<JournalEntry>)[entry with { Then = default }, .. entry.Then.IsDefault ? [] : entry.Then])
            {
                _since.Add(one);
                QueueMachine.Apply(state, one.Input, one.At);
            }
        }

        return state;
    }

    /// <summary>Takes an input that counts without being written.</summary>
    /// <returns>False when there are too many of these, or of those without a snapshot: it has to be written.</returns>
    public bool TryNote(JournalEntry entry)
    {
        if (_noted.Count == MostNoted || _since.Count >= Places - (2 * MostNoted))
        {
            return false;
        }

        _noted.Add(entry);
        _since.Add(entry);
        return true;
    }

    /// <summary>Writes an input, and what was noted before it, at the place of the first of them.</summary>
    /// <exception cref="InconsistentStateException">Somebody else has the place.</exception>
    public async Task Append(JournalEntry entry)
    {
        await Put([.. _noted, entry]);
        _since.Add(entry);
    }

    /// <summary>Writes what was noted.</summary>
    /// <exception cref="InconsistentStateException">Somebody else has the place.</exception>
    public Task Flush() => IsBehind ? Put([.. _noted]) : Task.CompletedTask;

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

    private async Task Put(ImmutableArray<JournalEntry> entries)
    {
        if (_since.Count - _noted.Count >= Places)
        {
            // The place holds an input that no snapshot has: without it nothing that came after could be read.
            throw new InvalidOperationException("The queue's journal is full: no snapshot of it could be written.");
        }

        var number = entries[0].Number;
        var place = await Place(number);
        var before = place.State;
        if (place.RecordExists && before is { } other && other.Number >= number)
        {
            // It was written after this activation read the journal, and before it first came to this place.
            throw new InconsistentStateException($"Input {other.Number} stands where {number} was to be written.");
        }

        place.State = entries.Length == 1 ? entries[0] : entries[0] with { Then = entries[1..] };
        try
        {
            await storage.WriteStateAsync(Name(number), grain, place);
        }
        catch
        {
            place.State = before;
            throw;
        }

        _noted.Clear();
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
