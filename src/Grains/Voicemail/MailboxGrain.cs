using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Pins;
using RtcCluster.Grains.Recordings;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Voicemail;

/// <summary>A user's voicemail box. It keeps no state of its own but wrong PINs: of the messages the database is the only copy, and this grain its only writer.</summary>
/// <remarks>While e-mails wait a reminder brings it back, whatever happens to its process; the timer is for the time between.</remarks>
[RandomPlacement]
internal sealed class MailboxGrain(
    [PersistentState("wrongPins")] IPersistentState<PinTally> wrongPins,
    IVoicemailStore store,
    IDirectory directory,
    IDirectoryWriter writer,
    IBlobStore blobs,
    MailRound mails,
    TimeProvider time,
    ILogger<MailboxGrain> logger)
    : Grain, IMailboxGrain, IRemindable
{
    private const string MailReminder = "mail";
    private static readonly TimeSpan MailPeriod = TimeSpan.FromMinutes(5);
    private const int MaxMessages = 500;
    private const int Spoken = 100;
    private static readonly TimeSpan LeastMessage = TimeSpan.FromSeconds(1);
    private readonly EdgeWatchers _watchers = new();

    // Who calls a box to guess shows whatever number they like: the box counts for all callers together.
    private static readonly Party Anybody = new("");
    private IGrainTimer? _mailing;
    private long _version;

    private UserId Id => new(this.GetPrimaryKeyString());

    // A new activation is ahead of every older one, whatever that had counted.
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _version = time.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    public async Task Deliver(VoicemailDelivery message)
    {
        var duration = message.DurationMilliseconds ?? await Measure(message.BlobPrefix);
        if (duration < LeastMessage.TotalMilliseconds)
        {
            await Erase(message.BlobPrefix);
            return;
        }

        var email = (await Read()).Email;
        if (email)
        {
            await this.RegisterOrUpdateReminder(MailReminder, MailPeriod, MailPeriod);
        }

        var isNew = await store.AddAsync(new VoicemailMessage
        {
            Id = message.Id,
            TenantId = Id.Tenant.Value,
            OwnerId = Id.Key,
            CallId = message.Call.Key,
            FromNumber = message.FromNumber,
            FromName = message.FromName,
            At = message.At,
            DurationMilliseconds = duration,
            BlobPrefix = message.BlobPrefix,
            RetainUntil = message.RetainUntil,
            Mail = email ? VoicemailMail.Waiting : VoicemailMail.None,
            MailDue = email ? time.GetUtcNow() : null,
        });
        if (isNew)
        {
            await Changed();
        }

        if (email)
        {
            // A turn of its own: the call that left the message does not wait for its e-mail.
            MailAt(time.GetUtcNow());
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Mail();

    public Task Mailed(string message, MailOutcome outcome) => mails.Ended(Id, message, outcome);

    public async Task<MailboxPlan?> Open()
    {
        if (await directory.FindUserAsync(Id.Tenant.Value, Id.Name) is not { Disabled: false } user)
        {
            return null;
        }

        await Expire();
        var settings = await Read();
        var counts = await Counts();
        var messages = new List<MailboxMessage>();
        foreach (var heard in new[] { false, true })
        {
            var page = await store.ListAsync(Id.Key, heard, null, Spoken);
            messages.AddRange(page.Items.Reverse().Select(Model));
        }

        return new MailboxPlan(
            Id, user.DisplayName, settings.Language, settings.Greeting, settings.MaxSeconds, settings.Pin, wrongPins.State.IsBarred(Anybody, time.GetUtcNow()), counts.New + counts.Saved >= MaxMessages,
            [.. messages.Take(Spoken)], counts);
    }

    public async Task<bool> Mark(string message, bool heard)
    {
        var found = await store.MarkAsync(Id.Key, message, heard);
        if (found)
        {
            await Changed();
        }

        return found;
    }

    public async Task<bool> Delete(string message)
    {
        if (await store.FindAsync(Id.Key, message) is not { } found)
        {
            return false;
        }

        // The sound first: a row without sound can be deleted again, sound without a row would be kept for ever.
        await Erase(found.BlobPrefix);
        await store.DeleteAsync(Id.Key, message);
        await Changed();
        return true;
    }

    public async Task WrongPin()
    {
        if (wrongPins.State.Count(Anybody, time.GetUtcNow()))
        {
            MailboxLog.Locked(logger, Pii.Key(Id));
        }

        try
        {
            await wrongPins.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation counts too: what it has counted is read with the next call.
            DeactivateOnIdle();
            throw;
        }
    }

    public async Task<MailboxSettings> Settings()
    {
        var settings = await Read();
        return new MailboxSettings(settings.Language, settings.Pin is not null, settings.MaxSeconds, settings.Greeting is not null, settings.Email, settings.Attach);
    }

    public async Task<ConfigureReceipt> Configure(MailboxChange change)
    {
        if (change.Language is not (null or "es-CO" or "en"))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Language: es-CO or en.");
        }

        if (change.Pin is { Length: > 0 } pin && !MailboxPin.IsGood(pin))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Pin: 4 to 8 digits, or empty for none.");
        }

        if (change.MaxSeconds is < 10 or > 600)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "MaxSeconds: 10 to 600.");
        }

        var before = await directory.FindDocumentAsync(Id.Tenant.Value, MailboxDocument.Kind, Id.Name);
        var old = MailboxDocument.Read(before?.Json);
        var settings = old with
        {
            Language = change.Language ?? old.Language,
            Pin = change.Pin switch { null => old.Pin, "" => null, { } given => MailboxPin.Hash(given) },
            MaxSeconds = change.MaxSeconds ?? old.MaxSeconds,
            Greeting = change.Greeting switch { null => old.Greeting, "" => null, { } given => given },
            Email = change.Email ?? old.Email,
            Attach = change.Attach ?? old.Attach,
        };
        var saved = await writer.SaveDocumentAsync(new Document
        {
            TenantId = Id.Tenant.Value, Kind = MailboxDocument.Kind, Name = Id.Name, Json = settings.Write(), ChangedBy = Id.Name, Version = before?.Version ?? 0,
        });
        if (saved.IsSaved && old.Greeting is { } gone && gone != settings.Greeting)
        {
            // Who hears it now hears it to its end: an open blob keeps its bytes.
            await blobs.DeleteAsync(gone);
        }

        return Receipts.Of(saved);
    }

    public async Task<MailboxCounts> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return await Counts();
    }

    private async Task Mail()
    {
        if (await mails.Run(Id, await Read()) is { } next)
        {
            MailAt(next);
            return;
        }

        _mailing?.Dispose();
        _mailing = null;
        if (await this.GetReminder(MailReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private void MailAt(DateTimeOffset due)
    {
        _mailing?.Dispose();
        var wait = due - time.GetUtcNow();
        _mailing = this.RegisterGrainTimer(Mail, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    private static MailboxMessage Model(VoicemailMessage message) => new(
        message.Id, message.FromNumber, message.At, message.Heard, message.BlobPrefix, (int)((message.DurationMilliseconds + 1_999) / RecordingGrain.ChunkDuration.TotalMilliseconds));

    private async Task<MailboxDocument> Read() => MailboxDocument.Read((await directory.FindDocumentAsync(Id.Tenant.Value, MailboxDocument.Kind, Id.Name))?.Json);

    private async Task<MailboxCounts> Counts()
    {
        var counts = await store.CountAsync(Id.Key);
        return new MailboxCounts(counts.New, counts.Saved, _version);
    }

    private async Task Changed()
    {
        _version++;
        if (_watchers.Now(time.GetUtcNow()) is not { Count: > 0 } edges)
        {
            return;
        }

        var counts = await Counts();
        foreach (var edge in edges)
        {
            // An edge that is gone has no lamps to light.
            GrainFactory.GetGrain<IEdgeGrain>(edge.Value).MailboxChanged(Id, counts).Ignore();
        }
    }

    private async Task Expire()
    {
        foreach (var message in await store.ListExpiredAsync(Id.Key, time.GetUtcNow()))
        {
            await Delete(message.Id);
        }
    }

    // Of a message whose edge is gone what is stored tells how long it is, to two seconds.
    private async Task<long> Measure(string prefix)
    {
        // A chunk's number is its place in time; what lies beside the chunks is no time.
        var chunks = 0;
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/')))
        {
            if (blob.Length > 0 && SealedName.Read(blob.Path) is { Kind: SealedFile.Chunk or SealedFile.PlainChunk, Number: var number })
            {
                chunks = Math.Max(chunks, number + 1);
            }
        }

        return (long)(chunks * RecordingGrain.ChunkDuration.TotalMilliseconds);
    }

    private async Task Erase(string prefix)
    {
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/')))
        {
            await blobs.DeleteAsync(blob.Path);
        }
    }
}

/// <summary>Messages of voicemail boxes.</summary>
internal static partial class MailboxLog
{
    [LoggerMessage(2801, LogLevel.Warning, "Voicemail of {User}: too many wrong PINs; nobody is let in by telephone for an hour.")]
    public static partial void Locked(ILogger logger, Pii<UserId> user);
}
