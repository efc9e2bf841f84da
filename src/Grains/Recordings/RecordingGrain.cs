using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Recordings;

/// <summary>One recording's row in the catalogue. It keeps no state of its own: the catalogue is the only copy, and this grain its only writer.</summary>
/// <remarks>
/// Until a recording is whole, or nothing has come of it for a while, a reminder brings the grain back to look what is there: the store may have been away when it was asked, and an edge may bring chunks and die
/// before it says so.
/// </remarks>
[RandomPlacement]
internal sealed class RecordingGrain(
    IHistoryWriter history,
    IRecordingQuery catalogue,
    IVoicemailStore voicemail,
    IBlobStore blobs,
    TakeSalvage salvage,
    SigningKeys signing,
    IDataKeys keys,
    TimeProvider time,
    ILogger<RecordingGrain> logger) : Grain, IRecordingGrain, IRemindable
{
    /// <summary>Length of a chunk (DESIGN, "Recording").</summary>
    public static readonly TimeSpan ChunkDuration = TimeSpan.FromSeconds(2);

    private const string LookReminder = "look";
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMinutes(10);

    // An edge asks a store that was away once a minute; what has not come for this long comes with the edge's next process, which says so.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

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

        if (complete)
        {
            await Write(RecordingMachine.Finish(entry, at, durationMilliseconds));
            return;
        }

        // What the edge says is of its own take: others may have recorded before it, and the rest of its own may still come.
        await RemindMe();
        await Write(RecordingMachine.Look(entry, at, await TryLook(entry), (chunks, durationMilliseconds)));
    }

    public async Task Reconcile(DateTimeOffset at)
    {
        if (await Find() is { State: not RecordingState.Complete } entry)
        {
            await RemindMe();
            await Reconcile(entry, at, await TryLook(entry));
        }
    }

    public async Task Salvaged()
    {
        switch (await Find())
        {
            case { EndedAt: { } at, State: not RecordingState.Complete } entry:
                // Here whoever asks tries again: it is not over before it was seen.
                await Reconcile(entry, at, await Look(entry));
                break;
            case null when await voicemail.FindOwnerAsync(Id.Tenant.Value, Id.Key) is { } owner:
                await GrainFactory.GetGrain<IMailboxGrain>(owner).Arrived(Id.Key);
                break;
            default:
                break;
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await Find() is { EndedAt: { } at, State: not RecordingState.Complete } entry)
        {
            if (await TryLook(entry) is not { } found)
            {
                return;
            }

            await Reconcile(entry, at, found);
            if (!found.IsWhole && time.GetUtcNow() - (found.Newest > at ? found.Newest : at) < Quiet)
            {
                return;
            }
        }

        if (await this.GetReminder(LookReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task Reconcile(RecordingEntry entry, DateTimeOffset at, RecordingSurvey? found)
    {
        RecordingLog.Reconciled(logger, Id.Key, found?.Chunks ?? 0);
        await Write(RecordingMachine.Look(entry, at, found, null));
    }

    /// <summary>Looks what is in the store, and signs for what nobody else will; null without the store, and then the reminder tries again.</summary>
    private async Task<RecordingSurvey?> TryLook(RecordingEntry entry)
    {
        try
        {
            return await Look(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            RecordingLog.NotSigned(logger, Id.Key, e);
            return null;
        }
    }

    private async Task<RecordingSurvey> Look(RecordingEntry entry)
    {
        await salvage.CloseAsync(entry.BlobPrefix);
        return await RecordingSurvey.TakeAsync(blobs, signing, entry.BlobPrefix);
    }

    private async Task RemindMe() => await this.RegisterOrUpdateReminder(LookReminder, LookPeriod, LookPeriod);

    private async Task<RecordingEntry?> Find() => _entry ??= await catalogue.FindAsync(Id.Tenant.Value, Id.Key);

    private async Task Write(RecordingEntry entry)
    {
        // As the catalogue does: what is said a second time does not take back what was seen since.
        if (_entry is { } known && known.LedgerNumber > entry.LedgerNumber)
        {
            return;
        }

        await history.WriteAsync(new CallHistory { Recordings = [entry] }).WaitAsync(WriteBound, time);
        _entry = entry;
    }
}
