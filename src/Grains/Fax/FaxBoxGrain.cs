using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Numbers;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Grains.Fax;

/// <summary>A user's faxes. It keeps no state of its own: of the faxes the database is the only copy, and this grain its only writer.</summary>
/// <remarks>While faxes wait to be sent, or pages are not stored, a reminder brings it back, whatever happens to its process.</remarks>
[RandomPlacement]
internal sealed class FaxBoxGrain(
    IFaxStore store, FaxPages pages, RetentionPolicies retention, IRetentionLog receipts, IDepartures departures, TenantPolicies tenants, IDirectory directory, IOptions<CallRules> rules, TimeProvider time) : Grain, IFaxBoxGrain, IFaxBoxTurns, IRemindable
{
    private const string SendReminder = "send";
    private const int MostWaiting = 100;
    private static readonly TimeSpan SendPeriod = TimeSpan.FromMinutes(2);
    private const string PagesReminder = "pages";
    private static readonly TimeSpan PagesPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PagesLook = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PagesPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PagesAge = TimeSpan.FromDays(1);
    private readonly List<(string Fax, RecordingSurvey Found)> _found = [];
    private IGrainTimer? _counting;
    private bool _looks;
    private IGrainTimer? _sending;

    private UserId Id => new(this.GetPrimaryKeyString());

    public async Task Deliver(FaxDelivery fax)
    {
        // Who hangs up before a page is through has sent nothing. A fax of which nobody says how many it has may have some, that wait on a disk.
        var isNone = fax is { Pages: 0, Late: false };
        // Whoever it was sent to may have been deleted meanwhile, and somebody else have the name.
        var isNobodys = await departures.IsOfBeforeAsync(Id.Tenant.Value, Id.Name, fax.At);
        var isHeld = isNobodys && !isNone && (await retention.ReadAsync(Id.Tenant.Value)).Holds(new Kept(RetentionKind.Fax, fax.At, null, fax.Call.Key, [Id.Key], [], [fax.FromNumber]));
        isNone |= isNobodys && !isHeld;
        var pending = !isNone && fax is { Late: true } or { Pages: null };
        if (isNone)
        {
            // What is left is erased when its time is over.
            await pages.TryErase(Id, fax.BlobPrefix);
        }

        if (pending)
        {
            await this.RegisterOrUpdateReminder(PagesReminder, PagesPeriod, PagesPeriod);
            // Whoever brings the pages may have said so before the fax was here.
            _counting ??= this.RegisterGrainTimer(Count, new GrainTimerCreationOptions(PagesLook, PagesLook));
        }

        await store.AddAsync(new FaxMessage
        {
            Id = fax.Id,
            TenantId = Id.Tenant.Value,
            OwnerId = Id.Key,
            CallId = fax.Call.Key,
            Direction = FaxDirection.In,
            State = fax.Complete ? FaxState.Received : FaxState.Cut,
            Number = isNone ? "" : fax.FromNumber,
            Name = isNone ? "" : fax.FromName,
            Station = isNone ? "" : fax.Station,
            Pages = fax.Pages ?? 0,
            Result = fax.Result,
            At = fax.At,
            DurationMilliseconds = fax.DurationMilliseconds,
            Pending = pending,
            BlobPrefix = fax.BlobPrefix,
            RetainUntil = fax.RetainUntil,
            DeletedAt = isNone || isNobodys ? time.GetUtcNow() : null,
        });
        if (pending)
        {
            // The call does not wait for a store that may not answer.
            Look().Ignore();
        }
    }

    public async Task Arrived(string fax)
    {
        switch (await store.FindWithDeletedAsync(Id.Key, fax))
        {
            case { DeletedAt: not null } gone:
                if (!(await retention.ReadAsync(Id.Tenant.Value)).Holds(Keeping.Of(gone)))
                {
                    await pages.Erase(gone.BlobPrefix);
                }

                break;
            case { } found when await pages.TryLook(Id, found.BlobPrefix) is { Found: { } survey }:
                // Whoever says so has brought all that it had, and says it again until it was seen.
                await Count(found, survey, isAll: true);
                break;
            case { }:
                throw new TimeoutException("The pages cannot be counted now.");
            default:
                break;
        }
    }

    public async Task<FaxSendStatus> Send(FaxSubmission fax)
    {
        if (await tenants.Find(Id.Tenant) is { } tenant && DialPlan.IsEmergency(fax.Number, tenant.Country))
        {
            return FaxSendStatus.Emergency;
        }

        if ((await store.ListUnsentAsync(Id.Key)).Count >= MostWaiting)
        {
            return FaxSendStatus.Full;
        }

        // The reminder first: it must not be forgotten that something waits.
        await this.RegisterOrUpdateReminder(SendReminder, SendPeriod, SendPeriod);
        await store.AddAsync(new FaxMessage
        {
            Id = fax.Id,
            TenantId = Id.Tenant.Value,
            OwnerId = Id.Key,
            Direction = FaxDirection.Out,
            State = FaxState.Waiting,
            Number = fax.Number,
            Name = fax.Name,
            Pages = fax.Pages,
            At = fax.At,
            Seen = true,
            Due = fax.At,
            BlobPrefix = fax.BlobPrefix,
            RetainUntil = fax.At.AddDays(await tenants.RetentionDays(Id.Tenant, rules.Value.RetentionDays)),
        });
        SendAt(time.GetUtcNow());
        return FaxSendStatus.Taken;
    }

    public async Task Tried(FaxTry attempt)
    {
        if (await store.FindAsync(Id.Key, attempt.Fax) is not { State: FaxState.Sending } fax || fax.CallId != attempt.Call.Key)
        {
            return;
        }

        await store.TriedAsync(Id.Key, fax.Id, FaxSending.After(fax, attempt, time.GetUtcNow()));
        SendAt(time.GetUtcNow());
    }

    public Task<bool> Mark(string fax, bool seen) => store.MarkAsync(Id.Key, fax, seen);

    public async Task<bool> Delete(string fax)
    {
        if (await store.FindAsync(Id.Key, fax) is not { } found)
        {
            return false;
        }

        if (found.State == FaxState.Sending)
        {
            await GrainFactory.GetGrain<ICallGrain>(found.CallId).Act(new HangUpIntent(Id, Privileged: true));
        }

        // A legal case holds it: for its owner it is gone, and it is kept until the case is released and its time is over.
        var isHeld = (await retention.ReadAsync(Id.Tenant.Value)).Holds(Keeping.Of(found));
        if (!isHeld)
        {
            // The pages first: a row without pages can be deleted again, pages without a row would be kept for ever.
            await pages.Erase(found.BlobPrefix);
        }

        return await store.DeleteAsync(Id.Key, fax, time.GetUtcNow(), isHeld);
    }

    public async Task Expire(string fax)
    {
        if (await store.FindWithDeletedAsync(Id.Key, fax) is { } found)
        {
            await pages.Erase(found.BlobPrefix);
            await store.PurgeAsync(Id.Key, fax);
        }
    }

    public async Task<int> Forget()
    {
        var policy = await retention.ReadAsync(Id.Tenant.Value);
        var held = 0;
        for (var page = await store.ListAllAsync(Id.Key); page.Count > 0; page = await store.ListAllAsync(Id.Key, page[^1].Id))
        {
            foreach (var fax in page)
            {
                if (fax is { State: FaxState.Sending, DeletedAt: null })
                {
                    await GrainFactory.GetGrain<ICallGrain>(fax.CallId).Act(new HangUpIntent(Id, Privileged: true));
                }

                if (!policy.Holds(Keeping.Of(fax)))
                {
                    await pages.Erase(fax.BlobPrefix);
                    if (fax is { DeletedAt: not null, Number: "", Name: "", Station: "" })
                    {
                        // It says nothing of anybody, and its pages may be on an edge still: those are erased when they come, and this when its time is over.
                        continue;
                    }

                    // The receipt first: twice is no harm, never is.
                    await receipts.AddAsync(new RetentionReceipt { TenantId = Id.Tenant.Value, At = time.GetUtcNow(), Kind = RetentionKind.Fax, ObjectId = fax.Id, Rule = Departure.Rule });
                    if (fax.Pending)
                    {
                        await store.DeleteAsync(Id.Key, fax.Id, time.GetUtcNow());
                    }
                    else
                    {
                        await store.PurgeAsync(Id.Key, fax.Id);
                    }

                    continue;
                }

                held++;
                if (fax.DeletedAt is null)
                {
                    await store.DeleteAsync(Id.Key, fax.Id, time.GetUtcNow(), isHeld: true);
                }
            }
        }

        foreach (var reminder in await this.GetReminders())
        {
            await this.UnregisterReminder(reminder);
        }

        DeactivateOnIdle();
        return held;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => reminderName == SendReminder ? SendDue() : Count();

    public async Task Looked()
    {
        var looked = _found.ToList();
        _found.Clear();
        foreach (var (id, found) in looked)
        {
            if (await store.FindAsync(Id.Key, id) is { Pending: true } fax)
            {
                await Count(fax, found, isAll: false);
            }
        }

        await Settle();
    }

    private void SendAt(DateTimeOffset due)
    {
        _sending?.Dispose();
        var wait = due - time.GetUtcNow();
        _sending = this.RegisterGrainTimer(SendDue, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    // One after the other: who sends to a list does not take all lines of the company.
    private async Task SendDue()
    {
        var now = time.GetUtcNow();
        var unsent = await store.ListUnsentAsync(Id.Key);
        foreach (var lost in unsent.Where(fax => fax.State == FaxState.Sending && !(fax.Due > now)))
        {
            await LookAfter(lost);
        }

        if (!unsent.Any(static fax => fax.State == FaxState.Sending) && unsent.FirstOrDefault(fax => !(fax.Due > now)) is { } next)
        {
            await Begin(next);
        }

        unsent = await store.ListUnsentAsync(Id.Key);
        if (unsent.Count > 0)
        {
            SendAt(unsent.Where(fax => fax.Due is not null && (fax.State == FaxState.Sending || !unsent.Any(static other => other.State == FaxState.Sending))).Min(static fax => fax.Due) ?? now + FaxSending.Look);
            return;
        }

        _sending?.Dispose();
        _sending = null;
        if (await this.GetReminder(SendReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task Begin(FaxMessage fax)
    {
        var now = time.GetUtcNow();
        if (await directory.FindUserAsync(Id.Tenant.Value, Id.Name) is not { Disabled: false } user)
        {
            await store.TriedAsync(Id.Key, fax.Id, new FaxAttempt(FaxState.Failed, fax.CallId, fax.Attempts, null, Result: "Its owner may not call"));
            return;
        }

        // Written before the call begins: a box that comes back asks that call, and makes no second one.
        var attempt = fax.Attempts + 1;
        var call = new CallId(Id.Tenant, string.Create(CultureInfo.InvariantCulture, $"{new RecordingId(fax.Id).Name}-fax-{attempt}"));
        await store.TriedAsync(Id.Key, fax.Id, new FaxAttempt(FaxState.Sending, call.Key, attempt, now + FaxSending.Look));
        if (!await GrainFactory.GetGrain<ICallFaxing>(call.Key).SendFax(new FaxOrder(fax.Id, new Party(user.Extension ?? "", user.DisplayName, Id), fax.Number, fax.BlobPrefix)))
        {
            await Tried(new FaxTry(fax.Id, call, false, 0, "", "No edge can carry the call", CallResult.Failed, 0));
        }
    }

    // A call is there until it has said how it went; one that is not, and has said nothing, never was.
    private async Task LookAfter(FaxMessage fax)
    {
        var call = new CallId(fax.CallId);
        if (await GrainFactory.GetGrain<ICallFaxing>(call.Key).Exists())
        {
            await store.TriedAsync(Id.Key, fax.Id, new FaxAttempt(FaxState.Sending, fax.CallId, fax.Attempts, time.GetUtcNow() + FaxSending.Look));
            return;
        }

        await Tried(new FaxTry(fax.Id, call, false, 0, "", "The call was lost", CallResult.Lost, 0));
    }

    private Task Count()
    {
        Look().Ignore();
        return Task.CompletedTask;
    }

    // Beside the turns of the box: a store that does not answer keeps nobody. What it says is taken in a turn.
    private async Task Look()
    {
        if (_looks)
        {
            return;
        }

        _looks = true;
        try
        {
            foreach (var fax in await store.ListPendingAsync(Id.Key))
            {
                var (found, answers) = await pages.TryLook(Id, fax.BlobPrefix);
                if (found is not null)
                {
                    _found.Add((fax.Id, found));
                }

                if (!answers)
                {
                    break;
                }
            }
        }
        finally
        {
            _looks = false;
        }

        await this.AsReference<IFaxBoxTurns>().Looked();
    }

    // What is not there after a day comes with the next process of the edge that has it, or never.
    private async Task Settle()
    {
        if ((await store.ListPendingAsync(Id.Key)).Any(fax => time.GetUtcNow() - fax.At < PagesAge))
        {
            return;
        }

        _counting?.Dispose();
        _counting = null;
        if (await this.GetReminder(PagesReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Says how many pages a fax has by what the store has of it.</summary>
    /// <param name="fax">The fax.</param>
    /// <param name="found">What the store has.</param>
    /// <param name="isAll">Whether whoever had it has brought all; else no more is waited for when its edge has ended it, or when nothing has come for a while.</param>
    private async Task Count(FaxMessage fax, RecordingSurvey found, bool isAll)
    {
        var isThere = found.IsSettled && (isAll || found.Chunks > 0) && (isAll || found.IsEnded || time.GetUtcNow() - (found.Newest ?? fax.At) >= PagesPatience);
        var count = isThere ? found.Chunks : Math.Max(fax.Pages, found.Chunks);
        if (count != fax.Pages || isThere == fax.Pending)
        {
            await store.MeasuredAsync(Id.Key, fax.Id, count, !isThere);
        }

        if (isThere && found.Chunks == 0)
        {
            // Whoever received it has brought all that it had, and no page had passed.
            await store.DeleteAsync(Id.Key, fax.Id, time.GetUtcNow());
        }
    }
}
