using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Lets a request in when Google's service account sends it for a user of ours, and counts all others by what was wrong.</summary>
internal sealed partial class AddonGate(
    IOptions<AddonOptions> options, IOptions<AuthOptions> auth, AddonAddress address, AddonTokens tokens, AddonLimits limits, ILoginStore logins, IDirectory directory, AuditTrail audit,
    EdgeMetrics metrics, ILogger<AddonGate> logger)
{
    /// <summary>The scope that the user's token needs.</summary>
    public const string EmailScope = "https://www.googleapis.com/auth/userinfo.email";

    private const int MaxBody = 512 * 1024;
    private const string Bearer = "Bearer ";

    /// <summary>Who asks, or the answer that they get instead.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">Name of the endpoint, which the token has to be for.</param>
    public async Task<(AddonVisit? Visit, IResult? Refusal)> AdmitAsync(HttpContext context, string endpoint)
    {
        if (!options.Value.IsSet)
        {
            return (null, ApiProblem.NotFound("add-on (Addon:ServiceAccount)"));
        }

        try
        {
            if (await SystemRefusalAsync(context, endpoint) is { } refusal)
            {
                return (null, Slowed(context) ?? refusal);
            }

            return await ReadAsync(context) is { } body
                ? await AdmitUserAsync(new AddonEvent(body.RootElement), context)
                : (null, ApiProblem.Invalid("The body is no event of a host."));
        }
        catch (IssuerAwayException away)
        {
            metrics.AddonRequest("away");
            LogAway(Pii.Text(away.Message));
            context.Response.Headers[HeaderNames.RetryAfter] = "5";
            return (null, ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, "issuer-away", "Google's keys cannot be read; try again."));
        }
    }

    /// <summary>Whoever sends bad tokens again and again is told to wait; good ones pass all the same, as behind a proxy everybody has one address.</summary>
    private ProblemHttpResult? Slowed(HttpContext context)
    {
        var from = $"from {context.Connection.RemoteIpAddress}";
        var wait = limits.WaitSeconds(from, AddonLimits.RefusedPerMinute);
        limits.Count(from);
        return wait > 0 ? ApiProblem.TooManyAttempts(context, wait) : null;
    }

    private async Task<ProblemHttpResult?> SystemRefusalAsync(HttpContext context, string endpoint)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var reason = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? await tokens.CheckSystemAsync(header[Bearer.Length..].Trim(), address.Of(endpoint), context.RequestAborted)
            : "none";
        return reason.Length == 0 ? null : Refuse($"system-{reason}");
    }

    private async Task<(AddonVisit?, IResult?)> AdmitUserAsync(AddonEvent asked, HttpContext context)
    {
        if (asked.UserIdToken is not { } token)
        {
            if (asked.Scopes is { } scopes && !scopes.Contains(EmailScope))
            {
                // The host asks the user for it and then repeats the request.
                metrics.AddonRequest("scope");
                return (null, Results.Json(new JsonObject { ["requesting_google_scopes"] = new JsonObject { ["scopes"] = new JsonArray(EmailScope) } }));
            }

            return (null, Refuse("user-none"));
        }

        var verdict = await tokens.CheckUserAsync(token, context.RequestAborted);
        if (verdict.Account is not { } account)
        {
            return (null, Refuse($"user-{verdict.Reason}"));
        }

        if (limits.WaitSeconds(account.Subject, options.Value.PerMinute) is > 0 and var wait)
        {
            metrics.AddonRequest("limited");
            return (null, ApiProblem.TooManyAttempts(context, wait));
        }

        limits.Count(account.Subject);
        var texts = AddonTexts.Of(asked.Language);
        if (await FindAsync(account, context.RequestAborted) is not { Disabled: false } user)
        {
            // Said on a card, as whoever sees it has to know what to do; nothing of any company is on it.
            metrics.AddonRequest("stranger");
            return (null, Results.Json(AddonReply.Card(asked, AddonCard.Card(texts.Title, null, AddonCard.Section(null, AddonCard.Text(texts.Stranger))))));
        }

        var id = new UserId(user.Id);
        var country = (await directory.FindTenantAsync(id.Tenant.Value, context.RequestAborted))?.Country ?? "";
        metrics.AddonRequest("done");
        return (new AddonVisit(asked, new Caller(id, user.Role, ""), user, country, texts), null);
    }

    /// <summary>The user whose account it is: the one it is linked to, else the one who has its address, when Google vouches for that today; then it is linked.</summary>
    private async Task<DirectoryUser?> FindAsync(IssuerAccount account, CancellationToken ct)
    {
        var issuer = options.Value.Issuer;
        if (auth.Value.Domains.Count > 0 && !auth.Value.Domains.Contains(account.HostedDomain, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (await logins.FindUserAsync(issuer, account.Subject, ct) is { } linked)
        {
            var id = new UserId(linked);
            return await directory.FindUserAsync(id.Tenant.Value, id.Name, ct);
        }

        var owns = account.EmailConfirmed && (account.HostedDomain is not null || account.ConfirmedDomain is "gmail.com" or "googlemail.com");
        if (!auth.Value.LinkByEmail || !owns || await directory.FindUserByEmailAsync(account.Email, ct) is not { Disabled: false } user)
        {
            return null;
        }

        // Companies give an address to the next person: whoever has another account linked is not the one who has it now.
        await audit.WriteAsync(new Caller(new UserId(user.Id), user.Role, ""), "login.link", issuer, "by address");
        return await logins.LinkAsync(user.Id, new LinkedLogin(issuer, account.Subject, account.Email), ct) is LinkResult.Linked or LinkResult.Present ? user : null;
    }

    /// <summary>One answer for a forged, an old and a foreign token; the reason is in the counter and the log.</summary>
    private ProblemHttpResult Refuse(string reason)
    {
        metrics.AddonRequest(reason);
        LogRefused(Pii.Text(reason));
        return ApiProblem.Make(StatusCodes.Status401Unauthorized, "addon-refused", "The request does not come from Google's add-on for a user who is proven.");
    }

    private static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is > MaxBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBody)
            {
                return null;
            }
        }

        try
        {
            var json = JsonDocument.Parse(body.ToArray());
            context.Response.RegisterForDispose(json);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(5360, LogLevel.Warning, "A request to the add-on is refused: {Reason}")]
    private partial void LogRefused(Pii<string> reason);

    [LoggerMessage(5361, LogLevel.Warning, "The keys of the add-on's tokens cannot be read: {Problem}")]
    private partial void LogAway(Pii<string> problem);
}
