using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Has errands done for a user, who waits for them: as the account that is connected, within a time, and what is wrong is noted in the account.</summary>
/// <param name="user">The user.</param>
/// <param name="store">Where accounts are.</param>
/// <param name="sessions">Of the account.</param>
/// <param name="notes">Take what became of it.</param>
/// <param name="rules">Where Google is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what was not done.</param>
/// <param name="stop">Ends it.</param>
internal sealed class GoogleDesk(
    UserId user, IGoogleStore store, GoogleSessions sessions, GoogleNotes notes, IOptions<GoogleRules> rules, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private const int MostMeetings = 100;

    // Together less than whoever waits for the grain waits.
    internal static readonly TimeSpan LongestErrand = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan BetweenMails = TimeSpan.FromSeconds(5);
    private readonly OrderedDictionary<string, Task<GoogleAnswer>> _meetings = new(StringComparer.Ordinal);
    private Task _mailing = Task.CompletedTask;
    private GoogleErrands? _errands;

    /// <summary>A meeting for a call.</summary>
    /// <param name="call">The call; whoever asks twice gets one meeting, and what failed is tried again.</param>
    public Task<GoogleAnswer> MeetAsync(string call)
    {
        if (_meetings.TryGetValue(call, out var known) && !(known.IsCompleted && (!known.IsCompletedSuccessfully || known.Result.Link is null)))
        {
            return known;
        }

        // What failed counts as new; the oldest goes.
        _meetings.Remove(call);
        if (_meetings.Count >= MostMeetings)
        {
            _meetings.RemoveAt(0);
        }

        return _meetings[call] = DoAsync(GoogleParts.Meet, static (errands, ct) => errands.MeetAsync(ct));
    }

    /// <summary>Sends a letter, one at a time: a Gmail that hangs takes one place of all that who waits has in this process.</summary>
    /// <param name="letter">The letter (RFC 5322), in base64url.</param>
    public Task<GoogleAnswer> MailAsync(string letter)
    {
        if (!_mailing.IsCompleted)
        {
            return Task.FromResult(new GoogleAnswer("throttled", BetweenMails));
        }

        var mailing = DoAsync(GoogleParts.Gmail, (errands, ct) => errands.MailAsync(letter, ct));
        _mailing = mailing;
        return mailing;
    }

    /// <summary>Does what the user waits for; what is wrong with it is noted in the account.</summary>
    /// <param name="part">The part of Google that it is asked of.</param>
    /// <param name="errand">Asks.</param>
    public async Task<GoogleAnswer> DoAsync(string part, Func<GoogleErrands, CancellationToken, Task<Uri?>> errand)
    {
        using var late = new CancellationTokenSource(LongestErrand, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        if (!rules.Value.IsSet || await store.FindAsync(user.Tenant.Value, user.Name, limit.Token) is not { } account)
        {
            return new GoogleAnswer("unconnected");
        }

        if (GoogleParts.Of(account with { Problems = [.. account.Problems.Where(static each => each.Part == GoogleParts.Account)] }, part, GoogleScopes.Of(part)) is { IsOn: false } off)
        {
            return new GoogleAnswer(off.Reason);
        }

        try
        {
            var link = await errand(ErrandsOf(account), limit.Token);
            await notes.WriteAsync(account, part, null, stop);
            return new GoogleAnswer(null, null, link);
        }
        catch (GoogleException e)
        {
            if (await notes.WriteAsync(account, part, e, stop))
            {
                GoogleLog.NotDone(logger, part, e.Fault, Pii.Text(e.Message));
            }

            return new GoogleAnswer(GoogleParts.ReasonOf(e.Fault), e.RetryAfter);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // It took too long, or this silo stops: nobody knows whether it was done.
            return new GoogleAnswer("away");
        }
    }

    /// <summary>Errands of an account that goes, whatever is connected now.</summary>
    public GoogleErrands Last(GoogleAccount account) => new(sessions.New(account), rules, time);

    /// <summary>Whether a part is to be left alone for now.</summary>
    public bool IsPaused(string part) => _errands?.PauseOf(part) is not null;

    /// <summary>Somebody asks who has perhaps mended what was wrong with a part.</summary>
    public void Retry(string part) => _errands?.Retry(part);

    /// <summary>An account was connected anew: nothing of what was wrong counts, nor a meeting that was made.</summary>
    public void Begin()
    {
        ForgetMeetings();
        _errands = null;
    }

    /// <summary>Meetings that were made are nobody's any more.</summary>
    public void ForgetMeetings() => _meetings.Clear();

    private GoogleErrands ErrandsOf(GoogleAccount account)
    {
        var session = sessions.Of(account);
        return _errands?.Session == session ? _errands : _errands = new GoogleErrands(session, rules, time);
    }
}
