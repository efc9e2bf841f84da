using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Recordings;

/// <summary>One recording's row in the catalogue. It keeps no state of its own: the catalogue is the only copy, and this grain its only writer.</summary>
[RandomPlacement]
internal sealed class RecordingGrain(
    IHistoryWriter history, IRecordingQuery catalogue, IBlobStore blobs, TimeProvider time, ILogger<RecordingGrain> logger) : Grain, IRecordingGrain
{
    /// <summary>Length of a chunk (DESIGN, "Recording").</summary>
    public static readonly TimeSpan ChunkDuration = TimeSpan.FromSeconds(2);

    // Less than the response time-out, so that a caller hears of a database that is away instead of waiting for nothing.
    private static readonly TimeSpan WriteBound = TimeSpan.FromSeconds(4);

    private RecordingEntry? _entry;

    private RecordingId Id => new(this.GetPrimaryKeyString());

    public async Task Begin(RecordingStart start)
    {
        if (await Find() is null)
        {
            await Write(RecordingMachine.Begin(Id, start));
        }
    }

    public async Task Finish(DateTimeOffset at, int chunks, long durationMilliseconds, bool complete, string? problem)
    {
        if (await Find() is not { } entry)
        {
            RecordingLog.Unknown(logger, Id.Key);
            return;
        }

        if (problem is not null)
        {
            RecordingLog.Problem(logger, Id.Key, Pii.Text(problem));
        }

        await Write(RecordingMachine.Finish(entry, at, chunks, durationMilliseconds, complete));
    }

    public async Task Reconcile(DateTimeOffset at)
    {
        if (await Find() is not { State: not RecordingState.Complete } entry)
        {
            return;
        }

        var chunks = 0;
        await foreach (var blob in blobs.ListAsync(entry.BlobPrefix.TrimEnd('/')))
        {
            chunks += blob.Length > 0 ? 1 : 0;
        }

        RecordingLog.Reconciled(logger, Id.Key, chunks);
        await Write(RecordingMachine.Reconcile(entry, at, chunks, ChunkDuration));
    }

    private async Task<RecordingEntry?> Find() => _entry ??= await catalogue.FindAsync(Id.Tenant.Value, Id.Key);

    private async Task Write(RecordingEntry entry)
    {
        await history.WriteAsync(new CallHistory { Recordings = [entry] }).WaitAsync(WriteBound, time);
        _entry = entry;
    }
}
