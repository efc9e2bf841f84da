using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Calls;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Conversations;

/// <summary>Calls of groups: a conference room of the group's own, into which its members come.</summary>
internal static class GroupCallEndpoints
{
    private const int AtOnce = 16;

    /// <summary>Who is in the call of a group of the caller's.</summary>
    public static async Task<Results<Ok<GroupCallModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, IConversations store, string conversation, CancellationToken ct) =>
        await GroupAsync(caller, store, conversation, ct) is { } id ? TypedResults.Ok(GroupCallModel.Of(await Room(grains, id).View())) : ApiProblem.NotFound("group");

    /// <summary>Rings the members who are not in the call.</summary>
    public static async Task<Results<Accepted<GroupCallStarted>, ProblemHttpResult>> CallAsync(
        Caller caller, IGrainFactory grains, IConversations store, IDirectory directory, CallOrigin origin, AuditTrail audit, string conversation, GroupCallRequest request, CancellationToken ct)
    {
        if (await ViewAsync(caller, store, conversation, ct) is not var (id, group) || await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name, ct) is not { } own)
        {
            return ApiProblem.NotFound("group");
        }

        // The caller's own first: when that cannot be, nobody has been rung.
        var present = (await Room(grains, id).View()).Members.Select(member => member.Who.User?.Name).OfType<string>().ToImmutableArray();
        var ringsOwn = request.Own && !present.Contains(caller.User.Name);
        if (ringsOwn)
        {
            var (_, refused) = await origin.StartAsync(caller.User, id.Name, OwnDevices.Any, false, ct, name: group.Name);
            if (refused.Refusal is { } refusal)
            {
                return ApiProblem.Of(refusal);
            }
        }

        var receipt = await grains.GetGrain<IConversationGrain>(id.Key).Call(caller.User.Name, present);
        if (receipt.Name is not { } name)
        {
            return ApiProblem.NotFound("group");
        }

        await audit.WriteAsync(caller, "group.call", id.Name, $"{receipt.Ring.Length} members");
        var by = new Party(own.Extension ?? own.Name, own.DisplayName, caller.User);

        // Who cannot be reached is one who does not come: the call is the others', and goes on when whoever asked has gone.
        var failures = new List<(string Member, CallFailure Failure)>();
        foreach (var some in receipt.Ring.Chunk(AtOnce))
        {
            var failed = await Task.WhenAll(some.Select(async member => (Member: member, Failure: await RingAsync(origin, new UserId(caller.Tenant, member), id, by, name))));
            failures.AddRange(failed.Where(static each => each.Failure is not null).Select(static each => (each.Member, each.Failure!)));
        }

        if (failures.Count > 0)
        {
            await grains.GetGrain<IConversationGrain>(id.Key).NotRung([.. failures.Select(static each => each.Member)]);
        }

        return !ringsOwn && failures.Count > 0 && failures.Count == receipt.Ring.Length && failures.TrueForAll(static each => each.Failure.SipCode == 503)
            ? ApiProblem.Of(failures[0].Failure)
            : TypedResults.Accepted($"/api/v1/conversations/{id.Name}/call", new GroupCallStarted(id.Name, receipt.Others));
    }

    // Why a member's devices could not be rung; null when they are.
    private static async Task<CallFailure?> RingAsync(CallOrigin origin, UserId member, ConversationId id, Party by, string name)
    {
        try
        {
            return (await origin.StartAsync(member, id.Name, OwnDevices.Any, false, CancellationToken.None, by, name)).Receipt.Refusal;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            return new CallFailure(503, "It cannot be done at present; try again.", RetryAfterSeconds: 2);
        }
    }

    private static async Task<ConversationId?> GroupAsync(Caller caller, IConversations store, string conversation, CancellationToken ct) =>
        (await ViewAsync(caller, store, conversation, ct))?.Id;

    private static async Task<(ConversationId Id, Conversation Group)?> ViewAsync(Caller caller, IConversations store, string conversation, CancellationToken ct) =>
        ConversationId.Read(caller.User, conversation) is { IsDirect: false } id && ConversationId.IsGroupName(id.Name)
            && await store.FindOfAsync(caller.Tenant.Value, caller.User.Name, id.Name, ct) is { } view
            ? (id, view.Conversation)
            : null;

    private static IConferenceGrain Room(IGrainFactory grains, ConversationId id) => grains.GetGrain<IConferenceGrain>(new RoomId(id.Tenant, id.Name).Key);
}
