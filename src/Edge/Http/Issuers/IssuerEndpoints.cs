using Microsoft.AspNetCore.Authentication.BearerToken;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Incidents;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>Sign-in with an account elsewhere: OpenID Connect's code flow with PKCE, begun and finished by the browser, so that no edge has to remember anything.</summary>
internal static class IssuerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var login = api.MapGroup("/login").WithTags("Sign-in").AllowAnonymous();
        login.MapGet("/ways", (IssuerRules rules) => TypedResults.Ok(new SignInWaysModel(rules.Options.IsSet ? rules.Options.Name : null)))
            .WithName("ListSignInWays").WithSummary("Whether one may sign in with an account elsewhere.");
        login.MapPost("/issuer/start", StartAsync).WithName("StartIssuerSignIn").WithSummary("Begin to sign in with an account elsewhere; gives the page to go to.")
            .Produces<IssuerSignInModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        login.MapPost("/issuer", FinishAsync).WithName("FinishIssuerSignIn").WithSummary("Sign in with what the issuer sent the browser back with.")
            .Produces<AccessTokenResponse>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
    }

    /// <summary>Begins a sign-in, or the linking of an account to a user.</summary>
    public static async Task<IResult> BeginAsync(IssuerSignInRequest request, HttpContext context, IssuerRules rules, IssuerDocuments documents, SignInTickets tickets, string? user, CancellationToken ct)
    {
        if (!rules.Options.IsSet)
        {
            return IssuerProblems.NoIssuer();
        }

        if (!rules.AdmitsRedirect(request.RedirectUri))
        {
            return ApiProblem.Invalid("redirectUri: is not one of those that the server allows (Auth:RedirectUris).");
        }

        try
        {
            var known = await documents.GetAsync(keyMissing: false, ct);
            var (ticket, text) = tickets.Make(request.RedirectUri, request.CodeChallenge, user);
            return TypedResults.Ok(new IssuerSignInModel(rules.Address(known.Document, ticket), text));
        }
        catch (IssuerAwayException)
        {
            return IssuerProblems.Away(context);
        }
    }

    private static Task<IResult> StartAsync(IssuerSignInRequest request, HttpContext context, IssuerRules rules, IssuerDocuments documents, SignInTickets tickets, CancellationToken ct) =>
        BeginAsync(request, context, rules, documents, tickets, user: null, ct);

    private static async Task<IResult> FinishAsync(IssuerAnswer answer, HttpContext context, IssuerDesk desk, SignInGuard guard, ISessionStore sessions, IncidentPost incidents, CancellationToken ct)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (guard.WaitSeconds(address, answer.State) is > 0 and var wait)
        {
            return ApiProblem.TooManyAttempts(context, wait);
        }

        var (user, refusal) = await desk.SignInAsync(answer, context, ct);
        if (user is null)
        {
            if (refusal!.StatusCode < StatusCodes.Status500InternalServerError)
            {
                guard.Failed(address, answer.State);
            }

            return refusal;
        }

        var session = await sessions.CreateAsync(user.Id, address, context.Request.Headers.UserAgent.ToString(), ct);
        incidents.SignedIn(new UserId(user.Id), address, session.Id);
        return SignInEndpoints.Token(user.Id, session.Id);
    }
}
