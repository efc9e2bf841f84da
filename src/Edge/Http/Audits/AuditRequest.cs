using System.ComponentModel;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Audits;

namespace RtcCluster.Edge.Http.Audits;

/// <summary>Which rows of the audit trail are asked for.</summary>
internal sealed record AuditRequest
{
    /// <summary>Who acted.</summary>
    [Description("Only what this user did.")]
    public string? Actor { get; init; }

    /// <summary>What was done.</summary>
    [Description("Only actions that begin so: queue. is everything that was done to queues.")]
    public string? Action { get; init; }

    /// <summary>To what.</summary>
    [Description("Only where this is part of the target.")]
    public string? Target { get; init; }

    /// <summary>From this moment on.</summary>
    [Description("From this moment on.")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    [Description("Before this moment.")]
    public DateTimeOffset? To { get; init; }

    /// <summary>What is wrong with the request; null when nothing is.</summary>
    public string? Problem =>
        Actor is { Length: > 0 } && !ApiId.IsName(Actor) ? "actor: the name of a user."
        : Action is { Length: > 64 } ? "action: at most 64 characters."
        : Target is { Length: > 255 } ? "target: at most 255 characters."
        : From >= To ? "from lies before to."
        : null;

    /// <summary>The rows of the caller's tenant.</summary>
    public AuditFilter For(Caller caller) => new()
    {
        TenantId = caller.Tenant.Value,
        Actor = string.IsNullOrEmpty(Actor) ? null : new UserId(caller.Tenant, Actor).Key,
        Action = Action,
        Target = Target,
        From = From,
        Until = To,
    };
}
