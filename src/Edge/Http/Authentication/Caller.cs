using System.Reflection;
using System.Security.Claims;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>The signed-in user of a request; a parameter of this type in an endpoint is bound from the request's claims.</summary>
/// <param name="User">The user.</param>
/// <param name="Role">What the user may do, as the directory said when this request came.</param>
/// <param name="Session">The sign-in session.</param>
internal sealed record Caller(UserId User, UserRole Role, string Session)
{
    public const string SessionClaim = "sid";

    public TenantId Tenant => User.Tenant;

    /// <summary>May see and act on calls of others.</summary>
    public bool Supervises => Role >= UserRole.Supervisor;

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<Caller>());

    public static ClaimsPrincipal Principal(string userId, string session, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId), new Claim(SessionClaim, session)], scheme));
}
