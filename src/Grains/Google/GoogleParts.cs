using RtcCluster.Contracts.Google;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>What works of an account, what does not, and when it is tried again.</summary>
internal static class GoogleParts
{
    /// <summary>The user's contacts.</summary>
    public const string Contacts = "contacts";

    /// <summary>The company's directory.</summary>
    public const string Directory = "directory";

    /// <summary>When the user is engaged.</summary>
    public const string Calendar = "calendar";

    /// <summary>Meetings that the user makes.</summary>
    public const string Meet = "meet";

    /// <summary>E-mails that the user sends.</summary>
    public const string Gmail = "gmail";

    /// <summary>Who is available, in Google Chat and here.</summary>
    public const string Chat = "chat";

    /// <summary>All parts.</summary>
    public const string Account = "account";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>How a part is.</summary>
    public static GooglePart Of(GoogleAccount account, string part, string scope)
    {
        var problem = account.Problems.FirstOrDefault(static each => each.Part == Account) ?? account.Problems.FirstOrDefault(each => each.Part == part);
        return problem is not null ? new GooglePart(part, false, problem.Reason, problem.At)
            : GoogleScopes.Has(account.Scopes, scope) ? new GooglePart(part, true, null, null)
            : new GooglePart(part, false, "scope", account.ConnectedAt);
    }

    /// <summary>Whether contacts may be compared now.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isAsked">Whether somebody asked for it, who has perhaps mended what was wrong.</param>
    /// <param name="now">The time.</param>
    public static bool MayRun(GoogleAccount account, bool isAsked, DateTimeOffset now)
    {
        var problem = account.Problems.FirstOrDefault(static each => each.Part == Contacts);
        return account.RefreshToken.Length > 0 && GoogleScopes.Of(isAdministrator: true).Any(part => GoogleScopes.Has(account.Scopes, part.Scope))
            && (account.NotBefore is not { } at || at <= now || (isAsked && problem?.Reason != "throttled"));
    }

    /// <summary>What people are told of a fault.</summary>
    public static string ReasonOf(GoogleFault fault) => fault switch
    {
        GoogleFault.Revoked => "revoked",
        GoogleFault.Scope => "scope",
        GoogleFault.Disabled => "disabled",
        GoogleFault.Throttled => "throttled",
        GoogleFault.Full => "full",
        GoogleFault.Away or GoogleFault.Unauthorized or GoogleFault.Changed => "away",
        _ => "refused",
    };

    /// <summary>The account after a part was asked for: with what is wrong with it, or without what was; the same one where nothing is to be saved.</summary>
    public static GoogleAccount Noted(GoogleAccount account, string part, GoogleException? e, DateTimeOffset now)
    {
        if (e is { Fault: GoogleFault.Revoked })
        {
            return Failed(account, part, e, now);
        }

        var known = account.Problems.FirstOrDefault(problem => problem.Part == part);
        var reason = e is null ? null : ReasonOf(e.Fault);
        return known?.Reason == reason ? account
            : account with { Problems = [.. account.Problems.Where(problem => problem != known), .. reason is null ? Array.Empty<GoogleProblem>() : [new GoogleProblem(part, reason, now)]] };
    }

    /// <summary>The account after something went wrong.</summary>
    public static GoogleAccount Failed(GoogleAccount account, string part, GoogleException e, DateTimeOffset now)
    {
        var isRevoked = e.Fault == GoogleFault.Revoked;
        var reason = ReasonOf(e.Fault);
        var whose = isRevoked ? Account : part;
        var known = account.Problems.FirstOrDefault(problem => problem.Part == whose && problem.Reason == reason);
        var pause = e.Fault is GoogleFault.Throttled or GoogleFault.Away or GoogleFault.Unauthorized or GoogleFault.Changed
            ? TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(account.Failures, 10)))
            : Longest;
        return account with
        {
            RefreshToken = isRevoked ? "" : account.RefreshToken,
            Failures = account.Failures + 1,
            // What Google asks for counts when it is longer, and not for days; when it is shorter, whoever fails again and again would ask without a pause.
            NotBefore = isRevoked ? null : now + TimeSpan.FromTicks(Math.Min(Math.Max(pause.Ticks, e.RetryAfter?.Ticks ?? 0), TimeSpan.TicksPerDay)),
            Problems = [.. account.Problems.Where(problem => problem.Part != whose), known ?? new GoogleProblem(whose, reason, now)],
        };
    }
}
