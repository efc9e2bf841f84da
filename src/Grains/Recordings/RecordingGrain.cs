using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Grains.Recordings;

/// <summary>One recording's row in the catalogue. It keeps no state of its own: the catalogue is the only copy, and this grain its only writer.</summary>
[RandomPlacement]
internal sealed class RecordingGrain(
    IHistoryWriter history, IRecordingQuery catalogue, IBlobStore blobs, TakeSalvage salvage, IDataKeys keys, TimeProvider time, ILogger<RecordingGrain> logger) : Grain, IRecordingGrain
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
            await Write(RecordingMachine.Begin(Id, start.KeyId.Length > 0 ? start : start with { KeyId = keys.CurrentId }));
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
        await Sign(entry);
    }

    public async Task Reconcile(DateTimeOffset at)
    {
        if (await Find() is { State: not RecordingState.Complete } entry)
        {
            await Look(entry, at);
        }
    }

    public async Task Salvaged()
    {
        if (await Find() is { EndedAt: { } at, State: not RecordingState.Complete } entry)
        {
            await Look(entry, at);
        }
    }

    /// <summary>Counts what is in the store, and signs for what nobody else will.</summary>
    private async Task Look(RecordingEntry entry, DateTimeOffset at)
    {
        var chunks = new HashSet<int>();
        await foreach (var blob in blobs.ListAsync(entry.BlobPrefix.TrimEnd('/')))
        {
            if (blob.Length > 0 && SealedName.Read(blob.Path) is { Kind: SealedFile.Chunk or SealedFile.PlainChunk } name)
            {
                chunks.Add(name.Number);
            }
        }

        await Sign(entry);
        RecordingLog.Reconciled(logger, Id.Key, chunks.Count);
        await Write(RecordingMachine.Reconcile(entry, at, chunks.Count, ChunkDuration));
    }

    /// <summary>Gives takes whose edge died their manifests; without the store the edge that starts again does it.</summary>
    private async Task Sign(RecordingEntry entry)
    {
        try
        {
            await salvage.CloseAsync(entry.BlobPrefix);
        }
        catch (Exception e) when (e is IOException or BlobStoreAwayException or CryptographicException)
        {
            RecordingLog.NotSigned(logger, Id.Key, e);
        }
    }

    private async Task<RecordingEntry?> Find() => _entry ??= await catalogue.FindAsync(Id.Tenant.Value, Id.Key);

    private async Task Write(RecordingEntry entry)
    {
        await history.WriteAsync(new CallHistory { Recordings = [entry] }).WaitAsync(WriteBound, time);
        _entry = entry;
    }
}
