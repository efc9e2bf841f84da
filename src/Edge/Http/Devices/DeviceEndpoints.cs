using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Devices;

/// <summary>Registered devices.</summary>
internal static class DeviceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var devices = api.MapGroup("/devices").WithTags("Devices");
        devices.MapGet("/", ListAsync).WithName("ListDevices")
            .WithSummary("Your registered devices; with ?user= those of another user, for supervisors.");
        devices.MapGet("/all", ListAllAsync).RequireAuthorization(Policies.Supervise).WithName("ListAllDevices")
            .WithSummary("Registered devices of every user, a page of users at a time.");
    }

    private static async Task<Results<Ok<PageModel<DeviceModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, string? user, CancellationToken ct)
    {
        if (user is not null && user != caller.User.Name && !caller.Supervises)
        {
            return ApiProblem.Forbidden("Only a supervisor sees the devices of others.");
        }

        return await directory.FindUserAsync(caller.Tenant.Value, user ?? caller.User.Name, ct) is { } entry
            ? TypedResults.Ok(new PageModel<DeviceModel>(await DevicesAsync(grains, entry), null))
            : ApiProblem.NotFound("user");
    }

    private static async Task<Results<Ok<PageModel<DeviceModel>>, ProblemHttpResult>> ListAllAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, string? cursor, int? limit, CancellationToken ct)
    {
        var users = await directory.ListUsersAsync(caller.Tenant.Value, null, cursor, PageModel.Limit(limit), ct);
        if (!users.CursorAccepted)
        {
            return ApiProblem.Invalid("The cursor is not one that this list gave out.");
        }

        var devices = await Task.WhenAll(users.Items.Select(entry => DevicesAsync(grains, entry)));
        return TypedResults.Ok(new PageModel<DeviceModel>([.. devices.SelectMany(list => list)], users.Next));
    }

    private static async Task<IReadOnlyList<DeviceModel>> DevicesAsync(IGrainFactory grains, DirectoryUser user)
    {
        var devices = await grains.GetGrain<IUserGrain>(new UserId(user.Id).Key).Devices();
        return [.. devices.Select(device => new DeviceModel(
            user.Name, user.DisplayName, user.Extension, device.Uri, device.Transport, device.Source, device.UserAgent, device.EdgeName, device.Reachable, device.RegisteredAt, device.ExpiresAt))];
    }
}

/// <summary>A registered device.</summary>
/// <param name="User">The user's name.</param>
/// <param name="DisplayName">The user, as people see it.</param>
/// <param name="Extension">The user's extension.</param>
/// <param name="Contact">The contact URI.</param>
/// <param name="Transport">udp, tcp, tls, ws or wss.</param>
/// <param name="Source">Address and port that it registered from.</param>
/// <param name="UserAgent">What it calls itself.</param>
/// <param name="Edge">Name of the edge that it registered at.</param>
/// <param name="Reachable">True when it can be rung now.</param>
/// <param name="RegisteredAt">When it registered.</param>
/// <param name="ExpiresAt">When the registration ends unless refreshed.</param>
internal sealed record DeviceModel(
    string User,
    string DisplayName,
    string? Extension,
    string Contact,
    string Transport,
    string Source,
    string? UserAgent,
    string Edge,
    bool Reachable,
    DateTimeOffset RegisteredAt,
    DateTimeOffset ExpiresAt);
