using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Audits;

/// <summary>Writes down what somebody does to what others work with.</summary>
/// <remarks>The row comes before the act: an act that nobody can prove is worse than a line about one that was refused.</remarks>
internal sealed class AuditTrail(IAuditLog audit, EdgeClock clock, IHttpContextAccessor requests)
{
    /// <summary>Whether a request reads a file from its beginning: that is one access, and what a player asks for after it belongs to it.</summary>
    public static bool IsBeginning(HttpRequest request) => request.GetTypedHeaders().Range is not { Ranges: { Count: 1 } ranges } || ranges.Single().From is null or 0;

    /// <summary>Writes a row; the act follows, and is not done when this fails.</summary>
    /// <param name="caller">Who does it.</param>
    /// <param name="action">What, for example <c>queue.save</c>.</param>
    /// <param name="target">The name of what it is done to.</param>
    /// <param name="detail">More of it, without secrets.</param>
    public Task WriteAsync(Caller caller, string action, string target, string detail = "") => audit.AddAsync(RowOf(caller, action, target, detail));

    /// <summary>The row, for whoever writes it together with what it tells of.</summary>
    /// <param name="caller">Who does it.</param>
    /// <param name="action">What.</param>
    /// <param name="target">The name of what it is done to.</param>
    /// <param name="detail">More of it, without secrets.</param>
    public AuditRow RowOf(Caller caller, string action, string target, string detail = "") =>
        RowOf(caller.Tenant.Value, caller.User.Key, action, target, requests.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? "", detail);

    /// <summary>Writes a row of what somebody does who has no account; the act follows, and is not done when this fails.</summary>
    /// <param name="tenant">The tenant that it is done to.</param>
    /// <param name="actor">What let somebody in.</param>
    /// <param name="action">What, for example <c>recording.hear</c>.</param>
    /// <param name="target">The name of what it is done to.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="detail">More of it, without secrets.</param>
    public Task WriteAsync(string tenant, string actor, string action, string target, string address, string detail) => audit.AddAsync(RowOf(tenant, actor, action, target, address, detail));

    /// <summary>The row of what somebody does who has no account, for whoever writes it together with what it tells of.</summary>
    /// <param name="tenant">The tenant that it is done to.</param>
    /// <param name="actor">What let somebody in.</param>
    /// <param name="action">What.</param>
    /// <param name="target">The name of what it is done to.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="detail">More of it, without secrets.</param>
    public AuditRow RowOf(string tenant, string actor, string action, string target, string address, string detail) => new()
    {
        TenantId = tenant,
        At = clock.Utc,
        Actor = actor,
        Action = action,
        Target = target,
        Address = address,
        Detail = detail,
    };
}
