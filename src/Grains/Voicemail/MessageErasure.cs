using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Voicemail;

/// <summary>Takes messages out of a box: because its owner wants it, because their time is over, or because the owner is gone. What a legal case holds stays, for nobody to see.</summary>
/// <param name="owner">Whose box.</param>
/// <param name="store">Where messages are.</param>
/// <param name="sound">Their sound.</param>
/// <param name="retention">What is kept for how long.</param>
/// <param name="receipts">Told of each that went by a rule.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Done after each that somebody could still hear.</param>
internal sealed class MessageErasure(
    UserId owner, IVoicemailStore store, MessageSound sound, RetentionPolicies retention, IRetentionLog receipts, TimeProvider time, Func<Task> changed)
{
    /// <summary>Whether a legal case holds a message.</summary>
    public async Task<bool> Holds(Kept message) => (await retention.ReadAsync(owner.Tenant.Value)).Holds(message);

    /// <summary>Its owner deletes a message.</summary>
    public async Task Delete(VoicemailMessage message)
    {
        // A legal case holds it: for its owner it is gone, and it is kept until the case is released and its time is over.
        var isHeld = await Holds(Keeping.Of(message));
        if (!isHeld)
        {
            // The sound first: a row without sound can be deleted again, sound without a row would be kept for ever.
            await sound.Erase(message.BlobPrefix);
        }

        await store.DeleteAsync(owner.Key, message.Id, time.GetUtcNow(), isHeld);
        await changed();
    }

    /// <summary>The time of a message is over that was deleted before.</summary>
    public async Task Purge(string message)
    {
        if (await store.FindWithDeletedAsync(owner.Key, message) is { DeletedAt: not null } left)
        {
            await sound.Erase(left.BlobPrefix);
            await store.PurgeAsync(owner.Key, message);
        }
    }

    /// <summary>Erases what is due.</summary>
    public async Task Expire()
    {
        var expired = await store.ListExpiredAsync(owner.Key, time.GetUtcNow());
        if (expired.Count == 0)
        {
            return;
        }

        var policy = await retention.ReadAsync(owner.Tenant.Value);
        foreach (var message in expired)
        {
            // A rule may have said longer since, and a case may hold it. What was deleted has no rule: it only must not come back.
            var judgement = policy.Judge(Keeping.Of(message));
            if (judgement.IsHeld || (message.DeletedAt is null && !judgement.IsDue))
            {
                continue;
            }

            // Who calls the box hears it all the same. What could not be erased is tried again when it is opened the next time.
            var (isDone, answers) = await sound.TryErase(owner, message.BlobPrefix);
            if (!answers)
            {
                return;
            }

            if (!isDone)
            {
                continue;
            }

            await store.PurgeAsync(owner.Key, message.Id);
            if (message.DeletedAt is null)
            {
                await Receipt(message, judgement.Rule);
                await changed();
            }
        }
    }

    /// <summary>The owner is gone: erases all that nothing holds.</summary>
    /// <returns>How many are held.</returns>
    public async Task<int> Forget()
    {
        var policy = await retention.ReadAsync(owner.Tenant.Value);
        var held = 0;
        for (var page = await store.ListAllAsync(owner.Key); page.Count > 0; page = await store.ListAllAsync(owner.Key, page[^1].Id))
        {
            foreach (var message in page)
            {
                if (!policy.Holds(Keeping.Of(message)))
                {
                    await sound.Erase(message.BlobPrefix);
                    if (message is { DeletedAt: not null, FromNumber: "", FromName: "" })
                    {
                        // It says nothing of anybody, and its sound may be on an edge still: that is erased when it comes, and this when its time is over.
                        continue;
                    }

                    // The receipt first: twice is no harm, never is.
                    await Receipt(message, Departure.Rule);
                    if (message.Pending)
                    {
                        await store.DeleteAsync(owner.Key, message.Id, time.GetUtcNow());
                    }
                    else
                    {
                        await store.PurgeAsync(owner.Key, message.Id);
                    }

                    continue;
                }

                held++;
                if (message.DeletedAt is null)
                {
                    await store.DeleteAsync(owner.Key, message.Id, time.GetUtcNow(), isHeld: true);
                }
            }
        }

        return held;
    }

    private Task Receipt(VoicemailMessage message, string rule) =>
        receipts.AddAsync(new RetentionReceipt { TenantId = owner.Tenant.Value, At = time.GetUtcNow(), Kind = RetentionKind.Voicemail, ObjectId = message.Id, Rule = rule });
}
