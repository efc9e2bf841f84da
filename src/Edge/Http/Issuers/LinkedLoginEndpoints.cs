using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>The accounts elsewhere that the signed-in user signs in with.</summary>
internal static class LinkedLoginEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var logins = api.MapGroup("/me/logins").WithTags("Sign-in");
        logins.MapGet("/", ListAsync).WithName("ListLinkedLogins").WithSummary("The accounts elsewhere that you sign in with.");
        logins.MapPost("/start", StartAsync).WithName("StartLinkingLogin").WithSummary("Begin to link an account elsewhere; gives the page to go to.")
            .Produces<IssuerSignInModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        logins.MapPost("/", LinkAsync).WithName("LinkLogin").WithSummary("Link an account with what its issuer sent the browser back with.")
            .Produces(204).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        logins.MapDelete("/", UnlinkAsync).WithName("UnlinkLogin").WithSummary("Take an account away: it signs nobody in from now on.");
    }

    private static async Task<Ok<IReadOnlyList<LinkedLoginModel>>> ListAsync(Caller caller, ILoginStore logins, IssuerRules rules, CancellationToken ct)
    {
        var list = await logins.ListAsync(caller.User.Key, ct);
        return TypedResults.Ok<IReadOnlyList<LinkedLoginModel>>(
            [.. list.Select(login => new LinkedLoginModel(login.Issuer, login.Issuer == rules.Options.Issuer ? rules.Options.Name : login.Issuer, login.Label))]);
    }

    private static Task<IResult> StartAsync(
        IssuerSignInRequest request, Caller caller, HttpContext context, IssuerRules rules, IssuerDocuments documents, SignInTickets tickets, CancellationToken ct) =>
        IssuerEndpoints.BeginAsync(request, context, rules, documents, tickets, caller.User.Key, ct);

    private static async Task<IResult> LinkAsync(IssuerAnswer answer, Caller caller, HttpContext context, IssuerDesk desk, CancellationToken ct) =>
        await desk.LinkAsync(answer, caller, context, ct) is { } refusal ? refusal : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> UnlinkAsync(Caller caller, ILoginStore logins, AuditTrail audit, string issuer, CancellationToken ct)
    {
        await audit.WriteAsync(caller, "login.unlink", issuer);
        return await logins.UnlinkAsync(caller.User.Key, issuer, ct) ? TypedResults.NoContent() : ApiProblem.NotFound("account");
    }
}
