using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Hands an ended call to the history and its recordings to the catalogue, until both have confirmed.</summary>
internal sealed class CallArchive(IHistoryWriter history, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    /// <summary>True when everything is written; false when the history will never take it or the process stops.</summary>
    public async Task<ArchiveOutcome> Write(CallState state, CancellationToken stop)
    {
        var wait = new BackOff(time, stop);
        while (true)
        {
            try
            {
                await history.WriteAsync(CallLogProjection.History(state.Id, state.Ledger), stop);
                foreach (var recording in state.Recordings)
                {
                    await (recording switch
                    {
                        { Mailbox: { } owner } => Deliver(state, recording, owner),
                        { Fax: { Sent: { } sent } fax } => Tell(state, recording, fax, sent),
                        { Fax: { } fax } => Deliver(state, recording, fax),
                        _ => Catalogue(state, recording),
                    });
                }

                return ArchiveOutcome.Written;
            }
            catch (HistoryRefusedException e)
            {
                CallLog.HistoryRefused(logger, state.Id.Key, e);
                return ArchiveOutcome.Refused;
            }
            catch (HistoryClosedException)
            {
                return ArchiveOutcome.Stopped;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return ArchiveOutcome.Stopped;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                CallLog.HistoryFailed(logger, state.Id.Key, Pii.Text(e.Message));
            }

            try
            {
                await wait.Wait();
            }
            catch (OperationCanceledException)
            {
                return ArchiveOutcome.Stopped;
            }
        }
    }

    // The box takes each message once, so it is told until it has confirmed.
    private Task Deliver(CallState state, CallRecording recording, UserId owner)
    {
        var from = state.Leg(recording.Left)!.Party;
        return grains.GetGrain<IMailboxGrain>(owner.Key).Deliver(new VoicemailDelivery(
            recording.Id.Key, state.Id, from.Number, from.Name ?? "", recording.StartedAt, recording.DurationMilliseconds, recording.BlobPrefix, recording.StartedAt.AddDays(state.RetentionDays), recording.Late));
    }

    private Task Deliver(CallState state, CallRecording recording, CallFax fax)
    {
        var from = state.Leg(recording.Left)!.Party;
        return grains.GetGrain<IFaxBoxGrain>(fax.Owner.Key).Deliver(new FaxDelivery(
            recording.Id.Key, state.Id, from.Number, from.Name ?? "", recording.StartedAt, fax.Station, fax.Over ? fax.Pages : null, fax.Complete, fax.Over ? fax.Result : recording.Problem ?? "",
            recording.DurationMilliseconds ?? 0, recording.BlobPrefix, recording.StartedAt.AddDays(state.RetentionDays), recording.Late));
    }

    // Of a call that was not answered the call itself says why not.
    private Task Tell(CallState state, CallRecording recording, CallFax fax, string sent) => grains.GetGrain<IFaxBoxGrain>(fax.Owner.Key).Tried(new FaxTry(
        sent, state.Id, fax.Complete, fax.Pages, fax.Station, fax.Over ? fax.Result : recording.Problem ?? state.Cause?.Text ?? "", state.AnsweredAt is null ? state.Result : CallResult.Answered,
        state.AnsweredAt is { } since && state.EndedAt is { } until ? Math.Max(0, (long)(until - since).TotalMilliseconds) : 0));

    private async Task Catalogue(CallState state, CallRecording recording)
    {
        var grain = grains.GetGrain<IRecordingGrain>(recording.Id.Key);
        await grain.Begin(Taping.Start(state, recording.Id, recording.Left, recording.Right));
        if (state.Ledger.Select(entry => entry.Event).OfType<RecordingEnded>().FirstOrDefault(end => end.Recording == recording.Id) is { } ended)
        {
            await grain.Finish(ended.At, ended.Chunks, ended.DurationMilliseconds, ended.Complete, recording.Problem);
        }
        else
        {
            await grain.Reconcile(state.EndedAt ?? time.GetUtcNow());
        }
    }
}

/// <summary>How it went.</summary>
internal enum ArchiveOutcome
{
    /// <summary>The history has confirmed the last ledger event.</summary>
    Written,

    /// <summary>The history will never take it; the call's state is kept for a person to look at.</summary>
    Refused,

    /// <summary>The process stops; the next activation tries again.</summary>
    Stopped,
}
