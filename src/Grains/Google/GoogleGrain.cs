using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>A user's account of Google. What is stored is in the database; an activation that dies loses nothing but the page that it was reading.</summary>
[RandomPlacement]
internal sealed class GoogleGrain(
    IGoogleStore store, IDirectory directory, IConsents consents, IDepartures departures, ISecretProtector secrets, GoogleTokens tokens, GoogleHttp http, ContactSync contacts, CalendarSync calendar, DirectorySync everybody, IOptions<GoogleRules> rules, TimeProvider time,
    ILogger<GoogleGrain> logger) : Grain, IGoogleGrain, IRemindable, IDisposable
{
    private const string Reminder = "compares";
    private const int Tries = 3;
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    // A comparison costs requests of a quota that all users share, even when nothing has changed.
    private static readonly TimeSpan BetweenAsked = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stop = new();
    private readonly GoogleSessions _sessions = new(http, tokens, secrets, time);
    private GoogleEngagements? _engagements;
    private GoogleDesk? _desk;
    private ChatRounds? _chat;
    private DeadlineTimer? _timer;
    private DeadlineTimer? _asked;
    private DateTimeOffset? _askedAt;
    private Task _run = Task.CompletedTask;
    private bool _isAskedAgain;

    private UserId User => new(this.GetPrimaryKeyString());

    private GoogleEngagements Engagements => _engagements ??= new GoogleEngagements(Person);

    private GoogleDesk Desk => _desk ??= new GoogleDesk(User, store, _sessions, new GoogleNotes(store, time, logger, Engagements.EndAsync), rules, time, logger, _stop.Token);

    private ChatRounds Chat => _chat ??= new ChatRounds(Person, Desk, Engagements, rules, time, logger, _stop.Token);

    private IUserGrain Person => GrainFactory.GetGrain<IUserGrain>(User.Key);

    private string Tenant => User.Tenant.Value;

    public async Task<string?> Way(GoogleWay way) => rules.Value.IsSet ? tokens.Way(way, GoogleScopes.Asked(await IsAdministrator())) : null;

    public async Task<GoogleConnected> Connect(GoogleCode code)
    {
        if (!rules.Value.IsSet)
        {
            return GoogleConnected.NotOffered;
        }

        var begun = time.GetUtcNow();
        GoogleGrant? grant;
        try
        {
            grant = await tokens.ExchangeAsync(code, _stop.Token);
        }
        catch (GoogleException e)
        {
            GoogleLog.NotConnected(logger, Pii.Text(e.Message));
            return e.Fault is GoogleFault.Revoked or GoogleFault.Refused ? GoogleConnected.Refused : GoogleConnected.Away;
        }

        if (grant is null)
        {
            GoogleLog.NotConnected(logger, Pii.Text("the answer is not that of an account"));
            return GoogleConnected.Refused;
        }

        // Both are asked here, in a turn: whoever withdraws or deletes afterwards has this grain forget what is saved now.
        if (await departures.IsOfBeforeAsync(Tenant, User.Name, begun, _stop.Token) || !await consents.HasAsync(Tenant, User.Name, ConsentPurpose.ThirdParties, _stop.Token))
        {
            GoogleLog.NotConnected(logger, Pii.Text("its user does not allow it any more"));
            await GiveBack(grant.RefreshToken);
            return GoogleConnected.Refused;
        }

        // The reminder comes before the row: one without an account takes itself away.
        await this.RegisterOrUpdateReminder(Reminder, rules.Value.Every, rules.Value.Every);
        for (var i = 0; i < Tries; i++)
        {
            var before = await store.FindAsync(Tenant, User.Name, _stop.Token);
            var isSame = before?.Subject == grant.Subject;
            var connected = new GoogleAccount
            {
                TenantId = Tenant,
                UserName = User.Name,
                Subject = grant.Subject,
                Email = grant.Email,
                Scopes = grant.Scopes,
                RefreshToken = secrets.Protect(grant.RefreshToken),
                ConnectedAt = time.GetUtcNow(),
                Version = before?.Version ?? 0,
                Reading = isSame ? before!.Reading : new GoogleReading(),
                SyncedAt = isSame ? before!.SyncedAt : null,
            };
            // Another account's contacts are others: without links nothing of theirs is a deletion.
            if (await (isSame ? store.SaveAsync(connected, _stop.Token) : store.ReplaceAsync(connected, _stop.Token)) is { } saved)
            {
                Desk.Begin();
                if (before is not null && !isSame)
                {
                    await Chat.LeaveAsync(before);
                    await Forget();
                }

                GoOn(saved, isAsked: true);
                if (before is not null && !isSame)
                {
                    // Of the same account a token that is given back would take the new one along: Google ends all that the account has allowed us.
                    await GiveBack(before);
                }

                return GoogleConnected.Done;
            }
        }

        return GoogleConnected.Away;
    }

    public async Task Disconnect()
    {
        if (await store.FindAsync(Tenant, User.Name, _stop.Token) is not { } account)
        {
            return;
        }

        // The account goes last: whoever dies in between is asked again, and without an account nobody would empty the directory.
        if ((await store.FindAsync(Tenant, Contact.Directory, _stop.Token))?.Subject == User.Name)
        {
            await store.DeleteDirectoryAsync(Tenant, _stop.Token);
        }

        await store.DeleteAsync(Tenant, User.Name, _stop.Token);
        Desk.ForgetMeetings();
        await Chat.LeaveAsync(account);
        await Engagements.EndAsync();
        _timer?.Arm(null);
        await GiveBack(account);
    }

    /// <summary>What another account said of the user counts no more; a silo that is away is told with the next comparison.</summary>
    private async Task Forget()
    {
        try
        {
            await Engagements.EndAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GoogleLog.Interrupted(logger, e);
        }
    }

    private async Task GiveBack(GoogleAccount account)
    {
        if (secrets.TryUnprotect(account.RefreshToken, out var token))
        {
            await GiveBack(token);
        }
    }

    private async Task GiveBack(string token)
    {
        try
        {
            await tokens.RevokeAsync(token, _stop.Token);
        }
        catch (GoogleException e)
        {
            // It is forgotten here; there the user finds it among the apps that have access.
            GoogleLog.NotGivenBack(logger, Pii.Text(e.Message));
        }
    }

    public async Task<GoogleCard> State()
    {
        if (await store.FindAsync(Tenant, User.Name, _stop.Token) is not { } account)
        {
            return new GoogleCard(rules.Value.IsSet, null, null, [], null, false, 0, 0, 0);
        }

        var reading = account.Reading;
        var everybodys = await store.FindAsync(Tenant, Contact.Directory, _stop.Token);
        return new GoogleCard(
            rules.Value.IsSet,
            account.Email,
            account.ConnectedAt,
            [.. GoogleScopes.Of(await IsAdministrator()).Select(part => GoogleParts.Of(part.Part == GoogleParts.Directory ? WithProblemsOf(account, everybodys) : account, part.Part, part.Scope))],
            account.SyncedAt,
            !_run.IsCompleted,
            reading.Met,
            reading.Total,
            await store.CountLinksAsync(Tenant, User.Name, _stop.Token));
    }

    public async Task Sync()
    {
        if (await store.FindAsync(Tenant, User.Name, _stop.Token) is not { } account)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (_askedAt + BetweenAsked > now)
        {
            // What was asked for is done, once, as soon as it may be.
            _asked?.Arm(_askedAt + BetweenAsked);
            return;
        }

        _askedAt = now;
        Desk.Retry(GoogleParts.Chat);
        GoOn(account, isAsked: true);
    }

    public Task<GoogleAnswer> Meet(string call) => Desk.MeetAsync(call);

    public Task<GoogleAnswer> Mail(string letter) => Desk.MailAsync(letter);

    public Task PresenceChanged(PresenceStatus status)
    {
        Chat.Changed(status);
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await store.FindAsync(Tenant, User.Name, _stop.Token) is { } account)
        {
            // Whoever may not sign in has nothing read either, until they may again.
            if (await directory.FindUserAsync(Tenant, User.Name, _stop.Token) is not { Disabled: true }
                && !GoOn(account, isAsked: false) && account.RefreshToken.Length > 0 && GoogleScopes.Has(account.Scopes, GoogleScopes.Chat))
            {
                // A long comparison, or contacts that fail, are no reason for what Chat was told to end.
                Chat.RunAsync().Ignore();
            }
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = new DeadlineTimer(this, time, async _ => await Again());
        _asked = new DeadlineTimer(this, time, async _ => await AskAgain());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _stop.CancelAsync();

    public void Dispose()
    {
        _timer?.Dispose();
        _asked?.Dispose();
        _stop.Dispose();
    }

    private static GoogleAccount WithProblemsOf(GoogleAccount account, GoogleAccount? everybodys) =>
        account with { Problems = [.. account.Problems, .. everybodys?.Subject == account.UserName ? everybodys.Problems : []] };

    private async Task<bool> IsAdministrator() => await directory.FindUserAsync(Tenant, User.Name, _stop.Token) is { Role: >= UserRole.Administrator };

    private Task AskAgain()
    {
        _asked!.Arm(null);
        return Sync();
    }

    private async Task Again()
    {
        _timer!.Arm(null);
        if (await store.FindAsync(Tenant, User.Name, _stop.Token) is { } account)
        {
            GoOn(account, isAsked: false);
        }
    }

    // Beside the turns: it takes as long as there are contacts. Gives whether it is begun.
    private bool GoOn(GoogleAccount account, bool isAsked)
    {
        if (!_run.IsCompleted)
        {
            // What it has looked at already may have changed since.
            _isAskedAgain |= isAsked;
            return false;
        }

        if (!GoogleParts.MayRun(account, isAsked, time.GetUtcNow()))
        {
            return false;
        }

        DelayDeactivation(TimeSpan.FromHours(1));
        _run = Run(account, _sessions.Of(account), isAsked);
        return true;
    }

    private async Task Run(GoogleAccount account, GoogleSession session, bool isAsked)
    {
        var stop = _stop.Token;
        GoogleRun? run = null;
        try
        {
            run = new GoogleRun(account, session, (await directory.FindTenantAsync(Tenant, stop))?.Country ?? "");
            Engagements.ByCalendar = GoogleScopes.Has(run.Account.Scopes, GoogleScopes.Calendar) ? await calendar.RunAsync(run, stop) ?? Engagements.ByCalendar : [];
            if (Engagements.ByCalendar is null && run.Account.Problems.Any(static each => each is { Part: GoogleParts.Calendar, Reason: "disabled" or "scope" or "refused" }))
            {
                // Nobody will know soon: what Chat says counts alone.
                Engagements.ByCalendar = [];
            }

            if (GoogleScopes.Has(run.Account.Scopes, GoogleScopes.Chat))
            {
                await Chat.RunAsync();
                // What is wrong with it was noted meanwhile.
                run.Account = await store.FindAsync(Tenant, User.Name, stop) is { } now && now.RefreshToken == account.RefreshToken ? now : throw new GoogleOvertakenException();
            }
            else if (Engagements.ByChat is not null)
            {
                Engagements.ByChat = null;
                await Person.TellGoogle(false);
            }

            await Engagements.TellAsync();

            var problem = await Compare(run, stop);
            if (GoogleScopes.Has(run.Account.Scopes, GoogleScopes.Directory) && await IsAdministrator())
            {
                await everybody.RunAsync(run.Account, session, run.Country, isAsked, stop);
            }

            if (problem is not null)
            {
                await Failed(run.Account, problem, stop);
            }
        }
        catch (GoogleException e)
        {
            await Failed(run!.Account, e, stop);
        }
        catch (GoogleOvertakenException)
        {
            // Whoever was faster goes on: another activation, or the account that was connected instead.
            if (!stop.IsCancellationRequested)
            {
                _timer?.Arm(time.GetUtcNow() + Breath);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next activation goes on.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A store or a silo may be away: the reminder comes again.
            GoogleLog.Interrupted(logger, e);
        }
    }

    /// <summary>Compares contacts; gives what is wrong with them alone, so that the rest goes on.</summary>
    private async Task<GoogleException?> Compare(GoogleRun run, CancellationToken stop)
    {
        try
        {
            do
            {
                _isAskedAgain = false;
                if (GoogleScopes.Has(run.Account.Scopes, GoogleScopes.Contacts))
                {
                    await contacts.RunAsync(run, stop);
                }
            }
            while (_isAskedAgain);

            return null;
        }
        catch (GoogleException e) when (e.Fault is GoogleFault.Scope or GoogleFault.Disabled or GoogleFault.Refused or GoogleFault.Unheard or GoogleFault.Full)
        {
            return e;
        }
    }

    private async Task Failed(GoogleAccount account, GoogleException e, CancellationToken stop)
    {
        GoogleLog.Failed(logger, e.Fault, Pii.Text(e.Message));
        var next = GoogleParts.Failed(account, GoogleParts.Contacts, e, time.GetUtcNow());
        try
        {
            if (await store.SaveAsync(next, stop) is not null)
            {
                if (e.Fault == GoogleFault.Revoked)
                {
                    await Engagements.EndAsync();
                }

                _timer?.Arm(next.NotBefore);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next activation asks Google itself.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            GoogleLog.Interrupted(logger, failure);
        }
    }
}
