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
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Voicemail;

/// <summary>A user's voicemail box. It keeps no state of its own but wrong PINs: of the messages the database is the only copy, and this grain its only writer.</summary>
/// <remarks>
/// While e-mails wait a reminder brings it back, whatever happens to its process; the timer is for the time between. Another one does so while the sound of a message is not stored: whoever brings it says so, and
/// may die before.
/// </remarks>
[RandomPlacement]
internal sealed class MailboxGrain(
    [PersistentState("wrongPins")] IPersistentState<PinTally> wrongPins,
    IVoicemailStore store,
    IDirectory directory,
    IDirectoryWriter writer,
    IBlobStore blobs,
    MessageSound sound,
    MailRound mails,
    RetentionPolicies retention,
    IRetentionLog receipts,
    IDepartures departures,
    TimeProvider time,
    ILogger<MailboxGrain> logger)
    : Grain, IMailboxGrain, IMailboxTurns, IRemindable
{
    private const string MailReminder = "mail";
    private static readonly TimeSpan MailPeriod = TimeSpan.FromMinutes(5);
    private const string SoundReminder = "sound";
    private static readonly TimeSpan SoundPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SoundLook = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SoundPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SoundAge = TimeSpan.FromDays(1);
    private const int MaxMessages = 500;
    private const int Spoken = 100;
    private static readonly TimeSpan LeastMessage = TimeSpan.FromSeconds(1);
    private readonly MailboxSetup _setup = new(directory, writer, blobs);
    private readonly EdgeWatchers _watchers = new();

    // Who calls a box to guess shows whatever number they like: the box counts for all callers together.
    private static readonly Party Anybody = new("");
    private MessageErasure? _erasure;
    private IGrainTimer? _mailing;
    private readonly List<(string Message, RecordingSurvey Found)> _found = [];
    private IGrainTimer? _measuring;
    private bool _looks;
    private long _version;

    private UserId Id => new(this.GetPrimaryKeyString());

    private MessageErasure Erasure => _erasure ??= new MessageErasure(Id, store, sound, retention, receipts, time, Changed);

    // A new activation is ahead of every older one, whatever that had counted.
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _version = time.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    public async Task Deliver(VoicemailDelivery message)
    {
        // What its edge says is so short is none. A message of which nobody says how long it is may be anything, while its bytes wait on a disk.
        var isNone = message.DurationMilliseconds < LeastMessage.TotalMilliseconds;
        // Whoever it was left for may have been deleted meanwhile, and somebody else have the name.
        var isNobodys = await departures.IsOfBeforeAsync(Id.Tenant.Value, Id.Name, message.At);
        var isHeld = isNobodys && !isNone && await Erasure.Holds(new Kept(RetentionKind.Voicemail, message.At, null, message.Call.Key, [Id.Key], [], [message.FromNumber]));
        isNone |= isNobodys && !isHeld;
        var pending = !isNone && message is { Late: true } or { DurationMilliseconds: null };
        var email = !isNone && !isNobodys && (await _setup.Read(Id)).Email;
        if (isNone)
        {
            // What is left is erased when its time is over.
            await sound.TryErase(Id, message.BlobPrefix);
        }

        if (email)
        {
            await this.RegisterOrUpdateReminder(MailReminder, MailPeriod, MailPeriod);
        }

        if (pending)
        {
            await this.RegisterOrUpdateReminder(SoundReminder, SoundPeriod, SoundPeriod);
            // Whoever brings the sound may have said so before the message was here.
            _measuring ??= this.RegisterGrainTimer(Measure, new GrainTimerCreationOptions(SoundLook, SoundLook));
        }

        // An e-mail waits a while for the sound that it is to bring.
        var mailDue = time.GetUtcNow() + (pending ? SoundPatience : TimeSpan.Zero);
        var isNew = await store.AddAsync(new VoicemailMessage
        {
            Id = message.Id,
            TenantId = Id.Tenant.Value,
            OwnerId = Id.Key,
            CallId = message.Call.Key,
            FromNumber = isNone ? "" : message.FromNumber,
            FromName = isNone ? "" : message.FromName,
            At = message.At,
            DurationMilliseconds = message.DurationMilliseconds ?? 0,
            Pending = pending,
            BlobPrefix = message.BlobPrefix,
            RetainUntil = message.RetainUntil,
            Mail = email ? VoicemailMail.Waiting : VoicemailMail.None,
            MailDue = email ? mailDue : null,
            DeletedAt = isNone || isNobodys ? time.GetUtcNow() : null,
        });
        if (isNew && !isNone && !isNobodys)
        {
            await Changed();
        }

        if (pending)
        {
            // The call does not wait for a store that may not answer.
            Look().Ignore();
        }

        if (email)
        {
            // A turn of its own: the call that left the message does not wait for its e-mail.
            MailAt(time.GetUtcNow());
        }
    }

    public async Task Arrived(string message)
    {
        switch (await store.FindWithDeletedAsync(Id.Key, message))
        {
            case { DeletedAt: not null } gone:
                if (!await Erasure.Holds(Keeping.Of(gone)))
                {
                    await sound.Erase(gone.BlobPrefix);
                }

                break;
            case { } found:
                // Whoever says so has brought all that it had, and says it again until it was seen. What takes long is done when it asks again.
                await Measure(found, await sound.Look(found.BlobPrefix).WaitAsync(MessageSound.TurnPatience, time), isAll: true);
                break;
            default:
                break;
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => reminderName == SoundReminder ? Measure() : Mail();

    public async Task Looked()
    {
        var looked = _found.ToList();
        _found.Clear();
        foreach (var (id, found) in looked)
        {
            if (await store.FindAsync(Id.Key, id) is { Pending: true } message)
            {
                await Measure(message, found, isAll: false);
            }
        }

        await Settle();
    }

    public Task Mailed(string message, MailOutcome outcome) => mails.Ended(Id, message, outcome);

    public async Task<MailboxPlan?> Open()
    {
        if (await directory.FindUserAsync(Id.Tenant.Value, Id.Name) is not { Disabled: false } user)
        {
            return null;
        }

        await Erasure.Expire();
        var settings = await _setup.Read(Id);
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

        await Erasure.Delete(found);
        return true;
    }

    public Task Expire(string message) => Erasure.Purge(message);

    public async Task<int> Forget()
    {
        var held = await Erasure.Forget();
        await sound.Erase($"greetings/{Id.Tenant.Value}/{Id.Name}");
        await wrongPins.ClearStateAsync();
        foreach (var reminder in await this.GetReminders())
        {
            await this.UnregisterReminder(reminder);
        }

        await Changed();
        DeactivateOnIdle();
        return held;
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

    public Task<MailboxSettings> Settings() => _setup.Show(Id);

    public Task<ConfigureReceipt> Configure(MailboxChange change) => _setup.Save(Id, change);

    public async Task<MailboxCounts> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return await Counts();
    }

    private async Task Mail()
    {
        if (await mails.Run(Id, await _setup.Read(Id)) is { } next)
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

    // One whose sound is not there has a chunk that cannot be played, so that nobody has heard it.
    private static MailboxMessage Model(VoicemailMessage message) => new(
        message.Id,
        message.FromNumber,
        message.At,
        message.Heard,
        message.BlobPrefix,
        Math.Max(message.Pending ? 1 : 0, (int)((message.DurationMilliseconds + 1_999) / RecordingGrain.ChunkDuration.TotalMilliseconds)));

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

    private Task Measure()
    {
        Look().Ignore();
        return Task.CompletedTask;
    }

    // Beside the turns of the box: a store that does not answer keeps nobody who calls it. What it says is taken in a turn.
    private async Task Look()
    {
        if (_looks)
        {
            return;
        }

        _looks = true;
        try
        {
            foreach (var message in await store.ListPendingAsync(Id.Key))
            {
                var (found, answers) = await sound.TryLook(Id, message.BlobPrefix);
                if (found is not null)
                {
                    _found.Add((message.Id, found));
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

        await this.AsReference<IMailboxTurns>().Looked();
    }

    // What is not there after a day comes with the next process of the edge that has it, or never.
    private async Task Settle()
    {
        if ((await store.ListPendingAsync(Id.Key)).Any(message => time.GetUtcNow() - message.At < SoundAge))
        {
            return;
        }

        _measuring?.Dispose();
        _measuring = null;
        if (await this.GetReminder(SoundReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Says how long a message is by what the store has of it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="found">What the store has.</param>
    /// <param name="isAll">Whether whoever had it has brought all; else no more is waited for when its edge has ended it, or when nothing has come for a while.</param>
    private async Task Measure(VoicemailMessage message, RecordingSurvey found, bool isAll)
    {
        var isThere = found is { IsSettled: true, Chunks: > 0 } && (isAll || found.IsEnded || time.GetUtcNow() - found.Newest >= SoundPatience);
        var length = MessageSound.Length(message.DurationMilliseconds, found);
        if (length != message.DurationMilliseconds || isThere == message.Pending)
        {
            await store.MeasuredAsync(Id.Key, message.Id, length, !isThere);
            await Changed();
        }

        if (isThere && message is { Pending: true, Mail: VoicemailMail.Waiting, MailAttempts: 0 })
        {
            await store.SetMailAsync(Id.Key, message.Id, VoicemailMail.Waiting, 0, time.GetUtcNow());
            MailAt(time.GetUtcNow());
        }
    }
}

/// <summary>Messages of voicemail boxes.</summary>
internal static partial class MailboxLog
{
    [LoggerMessage(2801, LogLevel.Warning, "Voicemail of {User}: too many wrong PINs; nobody is let in by telephone for an hour.")]
    public static partial void Locked(ILogger logger, Pii<UserId> user);
}
