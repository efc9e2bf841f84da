using Microsoft.AspNetCore.Authorization;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>What an endpoint asks of its caller beyond being signed in.</summary>
internal static class Policies
{
    public const string Supervise = "supervise";

    public const string Administer = "administer";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Supervise, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => RoleOf(context) >= UserRole.Supervisor));
        options.AddPolicy(Administer, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => RoleOf(context) >= UserRole.Administrator));
    }

    private static UserRole? RoleOf(AuthorizationHandlerContext context) => (context.Resource as HttpContext)?.Features.Get<Caller>()?.Role;
}
