using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Edge.Http.Legal;

/// <summary>What a case covers.</summary>
/// <param name="Users">Names of users.</param>
/// <param name="Numbers">Telephone numbers, as the call log has them.</param>
/// <param name="Calls">Ids of calls.</param>
/// <param name="From">From this moment on.</param>
/// <param name="Until">Before this moment.</param>
internal sealed record LegalScopeModel(IReadOnlyList<string>? Users, IReadOnlyList<string>? Numbers, IReadOnlyList<string>? Calls, DateTimeOffset? From, DateTimeOffset? Until)
{
    public static LegalScopeModel Of(LegalScope scope) => new([.. scope.Users.Select(ApiId.Of)], scope.Numbers, [.. scope.Calls.Select(ApiId.Of)], scope.From, scope.Until);

    /// <summary>The scope in the caller's tenant; what is wrong with it instead.</summary>
    public (LegalScope? Scope, string? Problem) Read(Caller caller)
    {
        if ((Users ?? []).Concat(Calls ?? []).FirstOrDefault(name => name is null || !ApiId.IsName(name)) is { } wrong)
        {
            return (null, $"scope: '{wrong}' is no name.");
        }

        var scope = new LegalScope
        {
            Users = [.. (Users ?? []).Select(name => new UserId(caller.Tenant, name).Key)],
            Numbers = [.. Numbers ?? []],
            Calls = [.. (Calls ?? []).Select(name => new CallId(caller.Tenant, name).Key)],
            From = From,
            Until = Until,
        };
        return scope.Check() is { } problem ? (null, problem) : (scope, null);
    }
}

/// <summary>A case that somebody proposes.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Reason">Why there is one.</param>
/// <param name="Scope">What it covers.</param>
public sealed record LegalProposal([Required, StringLength(200, MinimumLength = 1)] string Name, [StringLength(2000)] string? Reason, [Required] LegalProposalScope Scope);

/// <summary>What a proposed case covers.</summary>
/// <param name="Users">Names of users.</param>
/// <param name="Numbers">Telephone numbers, as the call log has them.</param>
/// <param name="Calls">Ids of calls.</param>
/// <param name="From">From this moment on.</param>
/// <param name="Until">Before this moment.</param>
public sealed record LegalProposalScope(IReadOnlyList<string>? Users, IReadOnlyList<string>? Numbers, IReadOnlyList<string>? Calls, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Something that a case covers and that was gone before.</summary>
/// <param name="At">When it was erased.</param>
/// <param name="Object">Its id.</param>
internal sealed record GoneModel(DateTimeOffset At, string Object);

/// <summary>A case.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Reason">Why there is one.</param>
/// <param name="Scope">What it covers.</param>
/// <param name="State">How far it is.</param>
/// <param name="Holds">Whether it holds now.</param>
/// <param name="ProposedBy">Who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ApprovedBy">The second person.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="ReleaseAskedBy">Who asked for its release.</param>
/// <param name="ReleasedBy">The second person of the release.</param>
/// <param name="ReleasedAt">When.</param>
/// <param name="Gone">What of its calls was gone before; only where one case is asked for.</param>
internal sealed record LegalCaseModel(
    string Id,
    string Name,
    string Reason,
    LegalScopeModel Scope,
    LegalCaseState State,
    bool Holds,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string? ReleaseAskedBy,
    string? ReleasedBy,
    DateTimeOffset? ReleasedAt,
    IReadOnlyList<GoneModel>? Gone = null)
{
    public static LegalCaseModel Of(LegalCase held, DateTimeOffset now) => new(
        held.Id,
        held.Name,
        held.Reason,
        LegalScopeModel.Of(held.Scope),
        held.State,
        held.Holds(now),
        ApiId.Of(held.ProposedBy),
        held.ProposedAt,
        ApiId.OfOrNull(held.ApprovedBy),
        held.ApprovedAt,
        ApiId.OfOrNull(held.ReleaseAskedBy),
        ApiId.OfOrNull(held.ReleasedBy),
        held.ReleasedAt);
}
