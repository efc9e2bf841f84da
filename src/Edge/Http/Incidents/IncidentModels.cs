using System.ComponentModel.DataAnnotations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Incidents;

namespace RtcCluster.Edge.Http.Incidents;

/// <summary>A case, as administrators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Subject">What it is about: a user's name, an address, the beginning of numbers or a country.</param>
/// <param name="User">The user whom it is about.</param>
/// <param name="OpenedAt">When the rule found it.</param>
/// <param name="LastAt">When it was last seen to go on.</param>
/// <param name="Times">How often it was found; what goes on is found every ten minutes.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="State">How far it is.</param>
/// <param name="BlockedUntil">Until when the user's calls outside are blocked; null: they are not.</param>
/// <param name="Decision">Why it was decided so.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Appeal">What the user says to it.</param>
/// <param name="AppealedAt">When.</param>
internal sealed record IncidentModel(
    string Id,
    string Rule,
    string Subject,
    string? User,
    DateTimeOffset OpenedAt,
    DateTimeOffset LastAt,
    int Times,
    string Reason,
    IncidentState State,
    DateTimeOffset? BlockedUntil,
    string Decision,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string Appeal,
    DateTimeOffset? AppealedAt)
{
    public static IncidentModel Of(Incident incident) => new(
        incident.Id,
        incident.Rule,
        incident.Subject,
        ApiId.OfOrNull(incident.UserId),
        incident.OpenedAt,
        incident.LastAt,
        incident.Times,
        incident.Reason,
        incident.State,
        incident.BlockedUntil,
        incident.Decision,
        ApiId.OfOrNull(incident.DecidedBy),
        incident.DecidedAt,
        incident.Appeal,
        incident.AppealedAt);
}

/// <summary>A case, as the user sees it whom it is about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="OpenedAt">When the rule found it.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="State">How far it is.</param>
/// <param name="BlockedUntil">Until when the own calls outside are blocked; null: they are not.</param>
/// <param name="Decision">Why it was decided so.</param>
/// <param name="Appeal">What the user said to it.</param>
/// <param name="AppealedAt">When.</param>
internal sealed record OwnIncidentModel(
    string Id, string Rule, DateTimeOffset OpenedAt, string Reason, IncidentState State, DateTimeOffset? BlockedUntil, string Decision, string Appeal, DateTimeOffset? AppealedAt)
{
    public static OwnIncidentModel Of(Incident incident) => new(
        incident.Id, incident.Rule, incident.OpenedAt, incident.Reason, incident.State, incident.BlockedUntil, incident.Decision, incident.Appeal, incident.AppealedAt);
}

/// <summary>What somebody found who looked into a case.</summary>
/// <param name="Confirmed">True: it was one. False: it was none, and what it blocked passes again.</param>
/// <param name="Reason">Why; the user whom it is about reads it.</param>
public sealed record IncidentDecision(bool Confirmed, [Required, StringLength(Incident.LongestText, MinimumLength = 1)] string Reason);

/// <summary>Until when calls outside are blocked.</summary>
/// <param name="Until">Until when; null: no longer.</param>
public sealed record IncidentBlock(DateTimeOffset? Until);

/// <summary>What a user says to a case.</summary>
/// <param name="Text">Why it is none.</param>
public sealed record IncidentAppeal([Required, StringLength(Incident.LongestText, MinimumLength = 1)] string Text);
