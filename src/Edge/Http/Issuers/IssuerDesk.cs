using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>Says which user an account elsewhere is, and links the two.</summary>
internal sealed partial class IssuerDesk(
    IssuerAnswers answers, IssuerRules rules, ILoginStore logins, IDirectory directory, AuditTrail audit, EdgeMetrics metrics, ILogger<IssuerDesk> logger)
{
    /// <summary>The user who signs in with an answer of the issuer, or why nobody does.</summary>
    public async Task<(DirectoryUser? User, ProblemHttpResult? Refusal)> SignInAsync(IssuerAnswer answer, HttpContext context, CancellationToken ct)
    {
        var (account, refusal) = await ReadAsync(answer, null, context, ct);
        if (account is null)
        {
            return (null, refusal);
        }

        if (await FindAsync(account, ct) is { Disabled: false } user)
        {
            metrics.IssuerSignIn("done");
            return (user, null);
        }

        metrics.IssuerSignIn("account");
        return (null, IssuerProblems.NoAccount());
    }

    /// <summary>Links the account behind an answer to a user who is signed in; null when it is done.</summary>
    public async Task<ProblemHttpResult?> LinkAsync(IssuerAnswer answer, Caller caller, HttpContext context, CancellationToken ct)
    {
        var (account, refusal) = await ReadAsync(answer, caller.User.Key, context, ct);
        if (account is null)
        {
            return refusal;
        }

        await audit.WriteAsync(caller, "login.link", rules.Options.Issuer);
        return await logins.LinkAsync(caller.User.Key, LoginOf(account), ct) switch
        {
            LinkResult.OfAnother => ApiProblem.Conflict("This account is linked to somebody else."),
            LinkResult.HasAnother => ApiProblem.Conflict("Another account of this issuer is linked; take it away first."),
            _ => null,
        };
    }

    private async Task<(IssuerAccount? Account, ProblemHttpResult? Refusal)> ReadAsync(IssuerAnswer answer, string? user, HttpContext context, CancellationToken ct)
    {
        if (!rules.Options.IsSet)
        {
            return (null, IssuerProblems.NoIssuer());
        }

        try
        {
            return await answers.ReadAsync(answer, user, ct) is { } account ? (account, null) : (null, IssuerProblems.Refused());
        }
        catch (IssuerAwayException away)
        {
            metrics.IssuerSignIn("away");
            LogAway(Pii.Text(away.Message));
            return (null, IssuerProblems.Away(context));
        }
    }

    private async Task<DirectoryUser?> FindAsync(IssuerAccount account, CancellationToken ct)
    {
        if (await logins.FindUserAsync(rules.Options.Issuer, account.Subject, ct) is { } linked)
        {
            var id = new UserId(linked);
            return await directory.FindUserAsync(id.Tenant.Value, id.Name, ct);
        }

        if (!rules.Options.LinkByEmail || !rules.OwnsAddress(account) || await directory.FindUserByEmailAsync(account.Email, ct) is not { Disabled: false } user)
        {
            return null;
        }

        // Whoever has another account linked is not the one who has this address now: companies give addresses to the next person.
        await audit.WriteAsync(new Caller(new UserId(user.Id), user.Role, ""), "login.link", rules.Options.Issuer, "by address");
        return await logins.LinkAsync(user.Id, LoginOf(account), ct) is LinkResult.Linked or LinkResult.Present ? user : null;
    }

    private LinkedLogin LoginOf(IssuerAccount account) => new(rules.Options.Issuer, account.Subject, account.Email);

    [LoggerMessage(2422, LogLevel.Warning, "The issuer of accounts does not answer: {Problem}")]
    private partial void LogAway(Pii<string> problem);
}
