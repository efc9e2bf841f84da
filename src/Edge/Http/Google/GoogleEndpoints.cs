using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Google;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Consents;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Consents;

namespace RtcCluster.Edge.Http.Google;

/// <summary>The account of Google that the signed-in user's contacts are kept the same with. Connecting is begun and finished by the browser, as a sign-in is.</summary>
internal static class GoogleEndpoints
{
    private const string Target = "google";

    public static void Map(IEndpointRouteBuilder api)
    {
        var google = api.MapGroup("/me/google").WithTags("Google");
        google.MapGet("", GetAsync).WithName("GetGoogle").WithSummary("Your account of Google: what of it works, what does not and why, and when contacts were last the same.");
        google.MapPost("/start", StartAsync).WithName("StartConnectingGoogle").WithSummary("Begin to connect an account; gives the page to go to.")
            .Produces<IssuerSignInModel>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        google.MapPost("", ConnectAsync).WithName("ConnectGoogle").WithSummary("Connect the account with what Google sent the browser back with.")
            .Produces<GoogleModel>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        google.MapDelete("", DisconnectAsync).WithName("DisconnectGoogle").WithSummary("Disconnect the account. Contacts stay on both sides.");
        google.MapPost("/sync", SyncAsync).WithName("SyncGoogle").WithSummary("Compare contacts now; it is done every few minutes anyway.");
        MeetEndpoints.Map(api);
        LinkMailEndpoints.Map(api);
    }

    private static async Task<Ok<GoogleModel>> GetAsync(Caller caller, IGrainFactory grains) => TypedResults.Ok(GoogleModel.Of(await Grain(grains, caller).State()));

    private static async Task<IResult> StartAsync(IssuerSignInRequest request, Caller caller, IGrainFactory grains, IssuerRules rules, SignInTickets tickets, IConsents consents, CancellationToken ct)
    {
        if (!rules.AdmitsRedirect(request.RedirectUri))
        {
            return ApiProblem.Invalid("redirectUri: is not one of those that the server allows (Auth:RedirectUris).");
        }

        if (!await AllowsAsync(caller, consents, ct))
        {
            return ConsentEndpoints.Needed(ConsentPurpose.ThirdParties);
        }

        var (ticket, text) = tickets.Make(request.RedirectUri, request.CodeChallenge, WhoseTicket(caller));
        return await Grain(grains, caller).Way(new GoogleWay(ticket.RedirectUri, ticket.State, ticket.Nonce, ticket.Challenge)) is { } way
            ? TypedResults.Ok(new IssuerSignInModel(way, text))
            : GoogleProblems.NotOffered();
    }

    private static async Task<IResult> ConnectAsync(IssuerAnswer answer, Caller caller, HttpContext context, IGrainFactory grains, SignInTickets tickets, AuditTrail audit, IConsents consents, CancellationToken ct)
    {
        if (tickets.Open(answer.Ticket, answer.State, answer.CodeVerifier, WhoseTicket(caller)) is not { } ticket)
        {
            return GoogleProblems.Refused();
        }

        if (!await AllowsAsync(caller, consents, ct))
        {
            return ConsentEndpoints.Needed(ConsentPurpose.ThirdParties);
        }

        await audit.WriteAsync(caller, "google.connect", Target);
        var grain = Grain(grains, caller);
        return await grain.Connect(new GoogleCode(answer.Code, ticket.RedirectUri, answer.CodeVerifier, ticket.Nonce)) switch
        {
            GoogleConnected.Done => TypedResults.Ok(GoogleModel.Of(await grain.State())),
            GoogleConnected.NotOffered => GoogleProblems.NotOffered(),
            GoogleConnected.Refused => GoogleProblems.Refused(),
            _ => GoogleProblems.Away(context),
        };
    }

    private static async Task<NoContent> DisconnectAsync(Caller caller, IGrainFactory grains, AuditTrail audit)
    {
        await audit.WriteAsync(caller, "google.disconnect", Target);
        await Grain(grains, caller).Disconnect();
        return TypedResults.NoContent();
    }

    private static async Task<Accepted> SyncAsync(Caller caller, IGrainFactory grains)
    {
        await Grain(grains, caller).Sync();
        return TypedResults.Accepted((string?)null);
    }

    private static Task<bool> AllowsAsync(Caller caller, IConsents consents, CancellationToken ct) =>
        consents.HasAsync(caller.Tenant.Value, caller.User.Name, ConsentPurpose.ThirdParties, ct);

    private static IGoogleGrain Grain(IGrainFactory grains, Caller caller) => grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(caller.User));

    // A ticket of a sign-in or of a link connects nothing, nor the other way round. No user's key has a blank.
    private static string WhoseTicket(Caller caller) => $"google {caller.User.Key}";
}
