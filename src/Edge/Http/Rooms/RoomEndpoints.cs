using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Rooms;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Rooms;

/// <summary>Conference rooms of the tenant: supervisors see who is in them, administrators set them up, moderators mute, remove and lock.</summary>
/// <remarks>A room is there when a line leads to it, or when it has been set up. Who is a moderator is decided by the room.</remarks>
internal static class RoomEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags("Rooms");
        rooms.MapGet("/", ListAsync).RequireAuthorization(Policies.Supervise).WithName("ListRooms").WithSummary("List conference rooms by name, with their members.");
        rooms.MapGet("/{name}", GetAsync).RequireAuthorization(Policies.Supervise).WithName("GetRoom").WithSummary("One room: how it is set up, and who is in it.");
        rooms.MapPut("/{name}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutRoom")
            .WithSummary("Set up a room: PINs, how many, tones. Who is in it stays. With version, not over somebody else's change.");
        rooms.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteRoom")
            .WithSummary("Forget how a room was set up; where a line leads to it, it is open to all from then on.");
        rooms.MapPut("/{name}/lock", LockAsync).RequireAuthorization().WithName("LockRoom").WithSummary("Lock or unlock a room that somebody is in.");
        rooms.MapPut("/{name}/members/{call}", MuteAsync).RequireAuthorization().WithName("MuteRoomMember").WithSummary("Mute a member, or let it speak; members may do so for themselves.");
        rooms.MapDelete("/{name}/members/{call}", RemoveAsync).RequireAuthorization().WithName("RemoveRoomMember").WithSummary("End a member's call.");
    }

    private static async Task<Ok<IReadOnlyList<RoomModel>>> ListAsync(Caller caller, IGrainFactory grains, IDirectory directory, CancellationToken ct)
    {
        var names = await NamesAsync(caller, directory, ct);
        var views = await Task.WhenAll(names.Select(name => Room(grains, caller, name).View()));
        return TypedResults.Ok<IReadOnlyList<RoomModel>>([.. views.Select(view => Model(view, caller))]);
    }

    private static async Task<Results<Ok<RoomModel>, ProblemHttpResult>> GetAsync(Caller caller, IGrainFactory grains, IDirectory directory, string name, CancellationToken ct) =>
        (await NamesAsync(caller, directory, ct)).Contains(name) ? TypedResults.Ok(Model(await Room(grains, caller, name).View(), caller)) : ApiProblem.NotFound("room");

    private static async Task<Results<Ok<RoomModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, AuditTrail audit, string name, RoomSettings settings, int? version)
    {
        if (!GrainKey.IsPlainName(name))
        {
            return ApiProblem.Invalid("A room's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        await audit.WriteAsync(caller, "room.save", name, settings.Pin is null ? "without a PIN" : "with a PIN");
        var receipt = await Room(grains, caller, name).Configure(settings, version, caller.User.Name);
        return ApiProblem.Of(receipt, "room") is { } problem ? problem : TypedResults.Ok(Model(await Room(grains, caller, name).View(), caller));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!GrainKey.IsPlainName(name))
        {
            return ApiProblem.NotFound("room");
        }

        await audit.WriteAsync(caller, "room.delete", name);
        return ApiProblem.Of(await Room(grains, caller, name).Remove(), "room") is { } problem ? problem : TypedResults.NoContent();
    }

    private static Task<Results<NoContent, ProblemHttpResult>> LockAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, RoomLockChange change) =>
        ActAsync(caller, grains, audit, name, null, change.Locked ? "room.lock" : "room.unlock", _ => new RoomLock(change.Locked));

    private static Task<Results<NoContent, ProblemHttpResult>> MuteAsync(
        Caller caller, IGrainFactory grains, AuditTrail audit, string name, string call, RoomMemberChange change) =>
        ActAsync(caller, grains, audit, name, call, change.Muted ? "room.mute" : "room.unmute", member => new RoomMute(member, change.Muted));

    private static Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name, string call) =>
        ActAsync(caller, grains, audit, name, call, "room.remove", member => new RoomRemove(member));

    private static async Task<Results<NoContent, ProblemHttpResult>> ActAsync(
        Caller caller, IGrainFactory grains, AuditTrail audit, string name, string? call, string action, Func<CallId, RoomWish> wish)
    {
        if (!GrainKey.IsPlainName(name) || (call is not null && !ApiId.IsName(call)))
        {
            return ApiProblem.NotFound("room");
        }

        await audit.WriteAsync(caller, action, name, call ?? "");
        var member = call is null ? default : new CallId(caller.Tenant, call);
        return await Room(grains, caller, name).Act(wish(member), new RoomActor(caller.User, Privileged: caller.Supervises)) switch
        {
            RoomActStatus.Done => TypedResults.NoContent(),
            RoomActStatus.NotFound => ApiProblem.NotFound(call is null ? "conference" : "member"),
            _ => ApiProblem.Forbidden("You are no moderator of this room."),
        };
    }

    private static Task<IReadOnlyCollection<string>> NamesAsync(Caller caller, IDirectory directory, CancellationToken ct) => RoomDesk.NamesAsync(directory, caller.Tenant, ct);

    private static RoomModel Model(RoomView view, Caller caller) => RoomModel.Of(view, withPins: caller.Role >= UserRole.Administrator);

    private static IConferenceGrain Room(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<IConferenceGrain>(new RoomId(caller.Tenant, name).Key);
}
