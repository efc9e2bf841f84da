using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Calls;

/// <summary>A call that is going on, as the API shows it.</summary>
internal sealed record CallModel(
    string Id,
    CallPhase Phase,
    CallDirection Direction,
    PartyModel Caller,
    string Dialled,
    DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt,
    IReadOnlyList<LegModel> Legs,
    string? Recording,
    string? RecordingProblem,
    SupervisorMode? Supervision)
{
    /// <summary>The call as somebody sees it: of a supervisor in it only supervisors are told.</summary>
    public static CallModel Of(CallView view, bool seesSupervision) => new(
        ApiId.Of(view.Call.Key),
        view.Phase,
        view.Direction,
        PartyModel.Of(view.Caller),
        view.Dialled,
        view.StartedAt,
        view.AnsweredAt,
        [.. view.Legs.Where(leg => seesSupervision || !leg.Supervises).Select(leg => new LegModel(leg.Leg.Number, PartyModel.Of(leg.Party), leg.Phase, leg.OnHold, leg.Edge, leg.Supervises))],
        view.Recording is { } recording ? ApiId.Of(recording.Key) : null,
        view.RecordingProblem,
        seesSupervision ? view.Supervision : null);
}

/// <summary>Who is at the end of a leg.</summary>
/// <param name="Number">Extension or E.164 number.</param>
/// <param name="Name">Display name, when known.</param>
/// <param name="User">The user's name, when it is one.</param>
/// <param name="Trunk">The trunk's name, when it is one.</param>
internal sealed record PartyModel(string Number, string? Name, string? User, string? Trunk)
{
    public static PartyModel Of(Party party) => new(party.Number, party.Name, party.User?.Name, party.Trunk?.Name);
}

/// <summary>One party's connection to the call.</summary>
/// <param name="Leg">Its number within the call; 1 is the caller.</param>
/// <param name="Party">Who it is.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="OnHold">True when this party has put the other on hold.</param>
/// <param name="Edge">The edge that signals it.</param>
/// <param name="Supervises">True for a supervisor's; only supervisors see it.</param>
internal sealed record LegModel(int Leg, PartyModel Party, LegPhase Phase, bool OnHold, string Edge, bool Supervises);

/// <summary>A call to be made: the caller's own devices ring first, then the target.</summary>
/// <param name="To">Extension, service number or telephone number.</param>
/// <param name="With">Which of your own devices ring first: <c>any</c>, <c>browser</c> or <c>phone</c>.</param>
/// <param name="HandsFree">Whether your telephones are asked to answer by themselves; those that cannot ring.</param>
public sealed record DialRequest([Required, StringLength(64, MinimumLength = 1)] string To, OwnDevices With = OwnDevices.Any, bool HandsFree = false);

/// <summary>Where a transfer goes.</summary>
/// <param name="To">Extension, service number or telephone number.</param>
public sealed record TransferRequest([Required, StringLength(64, MinimumLength = 1)] string To);

/// <summary>Digits to send.</summary>
/// <param name="Digits">0-9, *, #, A-D; at most 64.</param>
public sealed record DigitsRequest([Required, RegularExpression("^[0-9*#A-D]{1,64}$")] string Digits);

/// <summary>A three-way call to be made.</summary>
/// <param name="Consultation">The other one of your two calls.</param>
public sealed record MergeRequest([Required, StringLength(64, MinimumLength = 1)] string Consultation);

/// <summary>A supervisor's part in a call.</summary>
/// <param name="Mode">What you do in it.</param>
/// <param name="Agent">The user whom a whisper is for and whose place is taken; null for the agent of the call.</param>
public sealed record SupervisionRequest(SupervisorMode Mode, [StringLength(64)] string? Agent = null);

/// <summary>A call that was begun.</summary>
/// <param name="Id">The call; see <c>/calls/{id}</c>.</param>
internal sealed record CallStarted(string Id);
