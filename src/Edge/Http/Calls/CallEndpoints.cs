using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Calls;

/// <summary>Calls that are going on: agents see and act on their own, supervisors see those of the tenant, administrators act on them.</summary>
internal static class CallEndpoints
{
    /// <summary>Most calls that one listing asks the edges for.</summary>
    private const int MaxListed = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls");
        calls.MapGet("/", ListAsync).WithName("ListCalls").WithSummary("Calls that are going on.")
            .WithDescription("Agents see their own calls, supervisors up to 500 of the tenant; with `mine` their own too.");
        calls.MapPost("/", DialAsync).WithName("Dial").WithSummary("Click-to-call: your own devices ring first, then the target.")
            .ProducesValidationProblem();
        calls.MapGet("/{call}", GetAsync).WithName("GetCall").WithSummary("One call.");
        calls.MapPost("/{call}/hangup", (Caller c, IGrainFactory g, string call) => ActAsync(c, g, call, new HangUpIntent(c.User, Privileged(c))))
            .WithName("HangUp").WithSummary("End the call.");
        calls.MapPost("/{call}/hold", (Caller c, IGrainFactory g, string call) => ActAsync(c, g, call, new HoldIntent(c.User, Privileged(c))))
            .WithName("Hold").WithSummary("Put the other party on hold; it hears hold music.");
        calls.MapPost("/{call}/resume", (Caller c, IGrainFactory g, string call) => ActAsync(c, g, call, new ResumeIntent(c.User, Privileged(c))))
            .WithName("Resume").WithSummary("Take the other party back.");
        calls.MapPost("/{call}/transfer", (Caller c, IGrainFactory g, string call, TransferRequest request) =>
                ActAsync(c, g, call, new TransferIntent(c.User, Privileged(c), request.To)))
            .WithName("Transfer").WithSummary("Connect the other party with a number and leave (blind transfer).").ProducesValidationProblem();
        calls.MapPost("/{call}/park", ParkAsync).WithName("Park").WithSummary("Let the other party wait in a slot for whoever dials it, and leave.").ProducesValidationProblem();
        calls.MapPost("/{call}/digits", (Caller c, IGrainFactory g, string call, DigitsRequest request) =>
                ActAsync(c, g, call, new DigitsIntent(c.User, Privileged(c), request.Digits)))
            .WithName("SendDigits").WithSummary("Send DTMF digits to the other party (RFC 4733).").ProducesValidationProblem();
        calls.MapPost("/{call}/merge", MergeAsync).WithName("Merge").WithSummary("Three-way call: the party of your younger call comes over, and all three talk.").ProducesValidationProblem();
        calls.MapPost("/{call}/supervision", SuperviseAsync).RequireAuthorization(Policies.Supervise).WithName("Supervise")
            .WithSummary("Listen to a call, whisper to its agent, talk in it, take it over, or leave it: your own devices ring first.").ProducesValidationProblem();
    }

    private static async Task<Ok<PageModel<CallModel>>> ListAsync(Caller caller, IGrainFactory grains, bool mine = false)
    {
        var calls = caller.Supervises && !mine
            ? await TenantCallsAsync(caller.Tenant, grains)
            : await grains.GetGrain<IUserGrain>(caller.User.Key).ActiveCalls();
        var views = await Task.WhenAll(calls.Distinct().Take(MaxListed).Select(call => grains.GetGrain<ICallGrain>(call.Key).View()));
        return TypedResults.Ok(new PageModel<CallModel>(
            [.. views.OfType<CallView>().OrderBy(view => view.StartedAt).ThenBy(view => view.Call.Key, StringComparer.Ordinal).Select(view => CallModel.Of(view, caller.Supervises))], null));
    }

    private static async Task<Results<Accepted<CallStarted>, ProblemHttpResult>> DialAsync(Caller caller, CallOrigin origin, DialRequest request, CancellationToken ct)
    {
        var (call, receipt) = await origin.StartAsync(caller.User, request.To, request.With, request.HandsFree, ct);
        return receipt.Refusal is { } refusal
            ? ApiProblem.Of(refusal)
            : TypedResults.Accepted($"/api/v1/calls/{call.Name}", new CallStarted(call.Name));
    }

    private static async Task<Results<Ok<CallModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, string call)
    {
        if (!ApiId.IsName(call) || await grains.GetGrain<ICallGrain>(new CallId(caller.Tenant, call).Key).View() is not { } view)
        {
            return ApiProblem.NotFound("call");
        }

        var takesPart = view.Caller.User == caller.User || view.Legs.Any(leg => leg.Party.User == caller.User);
        return caller.Supervises || takesPart ? TypedResults.Ok(CallModel.Of(view, caller.Supervises)) : ApiProblem.NotFound("call");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ActAsync(Caller caller, IGrainFactory grains, string call, CallIntent intent)
    {
        if (!ApiId.IsName(call))
        {
            return ApiProblem.NotFound("call");
        }

        var id = new CallId(caller.Tenant, call);
        using var span = EdgeSpans.Asked(id, intent.GetType().Name);
        var receipt = await grains.GetGrain<ICallGrain>(id.Key).Act(intent);
        return ApiProblem.Of(receipt) is { } problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<CallParkedModel>, ProblemHttpResult>> ParkAsync(Caller caller, IGrainFactory grains, string call, ParkCallRequest request)
    {
        if (!ApiId.IsName(call))
        {
            return ApiProblem.NotFound("call");
        }

        var receipt = await grains.GetGrain<ICallGrain>(new CallId(caller.Tenant, call).Key).Act(new ParkIntent(caller.User, false, request.Slot));
        return ApiProblem.Of(receipt) is { } problem ? problem : TypedResults.Ok(new CallParkedModel(receipt.Slot ?? ""));
    }

    private static Task<Results<NoContent, ProblemHttpResult>> MergeAsync(Caller caller, IGrainFactory grains, string call, MergeRequest request)
    {
        if (!ApiId.IsName(call) || !ApiId.IsName(request.Consultation))
        {
            return Task.FromResult<Results<NoContent, ProblemHttpResult>>(ApiProblem.NotFound("call"));
        }

        // The older one of two calls goes on, whichever of them the other was made for.
        var (one, other) = (new CallId(caller.Tenant, call), new CallId(caller.Tenant, request.Consultation));
        var (older, younger) = other.IsOlderThan(one) ? (other, one) : (one, other);
        return ActAsync(caller, grains, older.Name, new ConferenceIntent(caller.User, false, younger));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SuperviseAsync(
        Caller caller, SupervisionDesk desk, HttpContext context, string call, SupervisionRequest request, CancellationToken ct)
    {
        if (!ApiId.IsName(call) || (request.Agent is { } agent && !ApiId.IsName(agent)))
        {
            return ApiProblem.NotFound("call");
        }

        var receipt = await desk.SuperviseAsync(caller, call, request.Mode, request.Agent, context.Connection.RemoteIpAddress?.ToString() ?? "", ct);
        return ApiProblem.Of(receipt) is { } problem ? problem : TypedResults.NoContent();
    }

    private static bool Privileged(Caller caller) => caller.Role >= Storage.Directory.UserRole.Administrator;

    /// <summary>The edges are asked, because nobody else keeps a list of calls: an edge that does not answer has none to show.</summary>
    private static async Task<IReadOnlyList<CallId>> TenantCallsAsync(TenantId tenant, IGrainFactory grains)
    {
        var edges = await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List();
        var lists = await Task.WhenAll(edges.Select(edge => AskAsync(grains.GetGrain<IEdgeGrain>(edge.Edge.Value), tenant)));
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<IReadOnlyList<CallId>> AskAsync(IEdgeGrain edge, TenantId tenant)
    {
        try
        {
            return await edge.Calls(tenant, MaxListed);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // An edge that has just died; its calls are being taken over and are shown by their new edge.
            return [];
        }
    }
}
