using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Users;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Rights;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Http.Rights;

/// <summary>What users ask of the company that keeps data of theirs, and what is decided.</summary>
internal static class RightsEndpoints
{
    // Who asks for the same every minute has asked.
    private const int MostOpen = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/me/rights").WithTags("Rights");
        own.MapGet("/", ListOwnAsync).WithName("ListMyRightsRequests").WithSummary("Your requests, the latest first.");
        own.MapPost("/", AskAsync).WithName("AskRight").WithSummary("Ask for access, calls, a correction, a restriction or an erasure, or complain; the answer has a number and a due date.").ProducesValidationProblem();
        own.MapDelete("/{request}", WithdrawAsync).WithName("WithdrawRightsRequest").WithSummary("Take a request back that nobody has decided.");
        api.MapPut("/me/profile", RectifyAsync).WithName("PutMyProfile").WithTags("Rights").WithSummary("Correct your own display name.").ProducesValidationProblem();
        var all = api.MapGroup("/rights").WithTags("Rights").RequireAuthorization(Policies.Administer);
        all.MapGet("/", ListAsync).WithName("ListRightsRequests").WithSummary("Requests: open ones first, the one that is due first at the front. With overdue=true those alone whose day has passed.");
        all.MapPost("/{request}/decide", DecideAsync).WithName("DecideRightsRequest")
            .WithSummary("Grant or refuse a request. Granted, access and calls make a bundle, a restriction keeps the user from signing in and calling, an erasure deletes the user.").ProducesValidationProblem().ProducesProblem(409);
    }

    private static async Task<Ok<IReadOnlyList<RightsRequestModel>>> ListOwnAsync(Caller caller, IRightsRequests requests, IDirectory directory, EdgeClock clock, CancellationToken ct) =>
        TypedResults.Ok(await ModelsAsync(caller, await requests.ListOfAsync(caller.Tenant.Value, caller.User.Name, ct), directory, clock, ct));

    private static async Task<Ok<IReadOnlyList<RightsRequestModel>>> ListAsync(Caller caller, IRightsRequests requests, IDirectory directory, EdgeClock clock, CancellationToken ct, bool overdue = false) =>
        TypedResults.Ok(await ModelsAsync(caller, await requests.ListAsync(caller.Tenant.Value, overdue, ct: ct), directory, clock, ct));

    private static async Task<IReadOnlyList<RightsRequestModel>> ModelsAsync(Caller caller, IReadOnlyList<RightsRequest> all, IDirectory directory, EdgeClock clock, CancellationToken ct)
    {
        // Few are: what is granted is done at once, unless something stands in the way.
        var kept = all.Any(MayWait) ? await directory.FindOnlyAdministratorAsync(caller.Tenant.Value, ct) : null;
        return [.. all.Select(request => RightsRequestModel.Of(request, clock.Utc) with { Waits = MayWait(request) && request.UserName == kept })];

        static bool MayWait(RightsRequest request) => request is { State: RightsState.Granting, Kind: RightsKind.Erase or RightsKind.Restrict };
    }

    private static async Task<Results<Ok<RightsRequestModel>, ProblemHttpResult>> AskAsync(
        Caller caller, IRightsRequests requests, ICallLogQuery calls, IOptions<RightsOptions> options, AuditTrail audit, EdgeClock clock, RightsRequestProposal proposal, CancellationToken ct)
    {
        string? call = null;
        if (proposal.Call is { Length: > 0 } name)
        {
            call = ApiId.IsName(name) ? new CallId(caller.Tenant, name).Key : null;
            if (call is null || await calls.FindOfAsync(caller.Tenant.Value, caller.User.Key, call, ct) is null)
            {
                return ApiProblem.NotFound("call");
            }
        }

        if ((await requests.ListOfAsync(caller.Tenant.Value, caller.User.Name, ct)).Count(static request => request.State == RightsState.Open) >= MostOpen)
        {
            return ApiProblem.Conflict($"You have {MostOpen} open requests; they are answered first.");
        }

        await audit.WriteAsync(caller, "rights.ask", caller.User.Name, proposal.Kind.ToString());
        var now = clock.Utc;
        var asked = await requests.AddAsync(
            new RightsRequest
            {
                Id = Guid.CreateVersion7(now).ToString("N"), TenantId = caller.Tenant.Value, UserName = caller.User.Name, Kind = proposal.Kind, Text = proposal.Text ?? "", CallId = call, MadeAt = now,
                DueAt = DueDays.Of(options.Value, proposal.Kind, now),
            },
            ct);
        return TypedResults.Ok(RightsRequestModel.Of(asked, now));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(Caller caller, IRightsRequests requests, AuditTrail audit, string request, CancellationToken ct)
    {
        if (!ApiId.IsName(request) || await requests.FindAsync(caller.Tenant.Value, request, ct) is not { } found || found.UserName != caller.User.Name)
        {
            return ApiProblem.NotFound("request");
        }

        await audit.WriteAsync(caller, "rights.withdraw", found.Id);
        return await requests.DecideAsync(caller.Tenant.Value, found.Id, RightsState.Withdrawn, caller.User.Key, "", ct) is null
            ? ApiProblem.Conflict("The request has been decided.")
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<UserModel>, ProblemHttpResult>> RectifyAsync(Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, ProfileChange change, CancellationToken ct)
    {
        await audit.WriteAsync(caller, "user.rectify", caller.User.Name, "display name");
        var receipt = await grains.GetGrain<IUserGrain>(caller.User.Key).Rename(change.DisplayName.Trim());
        return ApiProblem.Of(receipt, "user") is { } problem ? problem
            : await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name, ct) is { } changed ? TypedResults.Ok(UserModel.Of(changed))
            : ApiProblem.NotFound("user");
    }

    private static async Task<Results<Ok<RightsRequestModel>, ProblemHttpResult>> DecideAsync(
        Caller caller,
        IRightsRequests requests,
        ExportMaker maker,
        IGrainFactory grains,
        IDirectory directory,
        AuditTrail audit,
        EdgeClock clock,
        string request,
        RightsDecision decision,
        CancellationToken ct)
    {
        if (!ApiId.IsName(request) || await requests.FindAsync(caller.Tenant.Value, request, ct) is not { } found)
        {
            return ApiProblem.NotFound("request");
        }

        // One that was granted and not done yet, because the process died or something refused, is gone on with.
        if (!(found.State == RightsState.Open || (found.State == RightsState.Granting && decision.Granted)))
        {
            return ApiProblem.Conflict("The request has been decided.");
        }

        if (found.UserName == caller.User.Name)
        {
            return ApiProblem.Conflict("You cannot decide your own request; another administrator can.");
        }

        if (decision.Granted && found is { State: RightsState.Open, Kind: RightsKind.Access or RightsKind.Calls } && await directory.FindUserAsync(caller.Tenant.Value, found.UserName, ct) is null)
        {
            return ApiProblem.Conflict("The user was deleted: there is nobody to have a bundle.");
        }

        await audit.WriteAsync(caller, "rights.decide", found.Id, decision.Granted ? "granted" : "refused");
        if (found.State == RightsState.Open)
        {
            // Before anything is done: who takes the request back meanwhile comes too late.
            var state = decision.Granted ? RightsState.Granting : RightsState.Refused;
            if (await requests.DecideAsync(caller.Tenant.Value, found.Id, state, caller.User.Key, decision.Reason, ct) is not { } decided)
            {
                return ApiProblem.Conflict("The request has been decided.");
            }

            found = decided;
        }

        if (found.State == RightsState.Granting)
        {
            var receipt = await grains.GetGrain<IRightsGrain>($"{caller.Tenant.Value}/{found.Id}").Run();
            maker.Asked();
            if (ApiProblem.Of(receipt, "user") is { } problem)
            {
                return problem;
            }

            found = await requests.FindAsync(caller.Tenant.Value, found.Id, ct) ?? found;
        }

        return TypedResults.Ok(RightsRequestModel.Of(found, clock.Utc));
    }
}
