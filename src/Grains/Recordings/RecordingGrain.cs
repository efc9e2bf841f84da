using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Fax;
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
    IFaxStore faxes,
    IBlobStore blobs,
    TakeSalvage salvage,
    SigningKeys signing,
    IDataKeys keys,
    TimeProvider time,
    ILogger<RecordingGrain> logger) : Grain, IRecordingGrain, IRecordingTurns, IRemindable
{
    /// <summary>Length of a chunk (DESIGN, "Recording").</summary>
    public static readonly TimeSpan ChunkDuration = TimeSpan.FromSeconds(2);

    private const string LookReminder = "look";
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMinutes(10);

    // An edge asks a store that was away once a minute; what has not come for this long comes with the edge's next process, which says so.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    // Less than the response time-out, so that a caller hears of a database that is away instead of waiting for nothing.
    private static readonly TimeSpan WriteBound = TimeSpan.FromSeconds(4);

    // A long recording whose edge is gone is read as a whole, once.
    private static readonly TimeSpan LookBound = TimeSpan.FromSeconds(60);

    private readonly List<Seen> _seen = [];
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

        if (entry.State == RecordingState.Complete)
        {
            return;
        }

        // What the edge says is of its own take: others may have recorded before it, and the rest of its own may still come.
        await RemindMe();
        await Write(RecordingMachine.Look(entry, at, null, (chunks, durationMilliseconds)));
        LookBeside(entry, at, (chunks, durationMilliseconds), isLater: false).Ignore();
    }

    public async Task Reconcile(DateTimeOffset at)
    {
        if (await Find() is { State: not RecordingState.Complete } entry)
        {
            await RemindMe();
            await Reconcile(entry, at, null);
            LookBeside(entry, at, null, isLater: false).Ignore();
        }
    }

    public async Task Salvaged()
    {
        switch (await Find())
        {
            case { EndedAt: { } at, State: not RecordingState.Complete } entry:
                // Here whoever asks tries again: it is not over before it was seen. What takes long is done when it asks again.
                await Reconcile(entry, at, await Look(entry).WaitAsync(WriteBound, time));
                break;
            case null when await voicemail.FindOwnerAsync(Id.Tenant.Value, Id.Key) is { } owner:
                await GrainFactory.GetGrain<IMailboxGrain>(owner).Arrived(Id.Key);
                break;
            case null when await faxes.FindOwnerAsync(Id.Tenant.Value, Id.Key) is { } owner:
                await GrainFactory.GetGrain<IFaxBoxGrain>(owner).Arrived(Id.Key);
                break;
            default:
                break;
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await Find() is { EndedAt: { } at, State: not RecordingState.Complete } entry)
        {
            LookBeside(entry, at, null, isLater: true).Ignore();
        }
        else
        {
            await ForgetMe();
        }
    }

    public async Task Looked()
    {
        var seen = _seen.ToList();
        _seen.Clear();
        foreach (var (at, found, said, isLater) in seen)
        {
            if (await Find() is { State: not RecordingState.Complete } entry)
            {
                RecordingLog.Reconciled(logger, Id.Key, found.Chunks);
                await Write(RecordingMachine.Look(entry, at, found, said));
            }

            if (found.IsWhole || (isLater && time.GetUtcNow() - (found.Newest > at ? found.Newest : at) >= Quiet))
            {
                await ForgetMe();
            }
        }
    }

    private async Task Reconcile(RecordingEntry entry, DateTimeOffset at, RecordingSurvey? found)
    {
        RecordingLog.Reconciled(logger, Id.Key, found?.Chunks ?? 0);
        await Write(RecordingMachine.Look(entry, at, found, null));
    }

    /// <summary>
    /// Looks what is in the store, and signs for what nobody else will, beside the turns of the grain: whoever archives the call does not wait for a store that may not answer. What it says is taken in a turn;
    /// where it does not answer the reminder tries again.
    /// </summary>
    private async Task LookBeside(RecordingEntry entry, DateTimeOffset at, (int Chunks, long Milliseconds)? said, bool isLater)
    {
        try
        {
            _seen.Add(new Seen(at, await Look(entry), said, isLater));
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException or CryptographicException)
        {
            RecordingLog.NotSigned(logger, Id.Key, e);
            return;
        }

        await this.AsReference<IRecordingTurns>().Looked();
    }

    // Off the grain's scheduler: a folder that stands still keeps the thread that asks it.
    private async Task<RecordingSurvey> Look(RecordingEntry entry)
    {
        using var patience = new CancellationTokenSource(LookBound, time);
        try
        {
            return await Task.Run(
                async () =>
                {
                    await salvage.CloseAsync(entry.BlobPrefix, ct: patience.Token);
                    return await RecordingSurvey.TakeAsync(blobs, signing, entry.BlobPrefix, patience.Token);
                },
                patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("The blob store takes too long.", late);
        }
    }

    private async Task RemindMe() => await this.RegisterOrUpdateReminder(LookReminder, LookPeriod, LookPeriod);

    private async Task ForgetMe()
    {
        if (await this.GetReminder(LookReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

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

    /// <summary>What a look has found.</summary>
    private sealed record Seen(DateTimeOffset At, RecordingSurvey Found, (int Chunks, long Milliseconds)? Said, bool IsLater);
}
