using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>A caller from outside is told, or asked, that the call is recorded, before anything rings or a menu speaks; then the number is asked again where it leads.</summary>
[GenerateSerializer, Alias("rtc.state.NoticeRun")]
internal sealed class NoticeRun : CallProgram
{
    /// <summary>The number.</summary>
    [Id(0)]
    public required string Number { get; init; }

    /// <summary>Whose rights count.</summary>
    [Id(1)]
    public UserId? OnBehalfOf { get; init; }

    /// <summary>How many lines the call was led through.</summary>
    [Id(2)]
    public int Hops { get; init; }

    /// <summary>The numbers that it was at.</summary>
    [Id(3)]
    public List<string> Diverted { get; init; } = [];

    /// <summary>Whose list of numbers it is one of, and what is left of it; null when it is of none.</summary>
    [Id(4)]
    public RingFallback? Rest { get; init; }

    /// <summary>How long a number of a list rings.</summary>
    [Id(5)]
    public TimeSpan Ring { get; init; }

    /// <summary>Before what a line was asked for.</summary>
    public static NoticeRun Of(RouteQuestion question) => new()
    {
        Number = question.Number,
        OnBehalfOf = question.Request.OnBehalfOf,
        Hops = question.Request.Hops,
        Diverted = [.. question.Diverted],
        Rest = question.Follow?.Rest,
        Ring = question.Follow?.Ring ?? default,
    };

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Notice is { } notice)
        {
            Notices.Say(turn, leg, notice);
        }
    }

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => Notices.PromptOver(turn, leg, how);

    /// <inheritdoc/>
    public override void Digit(CallTurn turn, CallLeg leg, char digit) => Notices.Digit(turn, leg, digit);

    /// <summary>It is over, whatever came of it.</summary>
    public void GoOn(CallTurn turn, CallLeg leg)
    {
        Programs.Over(turn);
        Routing.Anew(turn, RoutePurpose.Destination);
        Hearing.Play(turn, leg, MediaSource.Ringback);
        Routing.Ask(turn, RoutePurpose.Destination, Number, leg.Id, leg.Party, OnBehalfOf, Hops, Diverted, Rest is { } rest ? new Follow(rest, Ring) : null);
    }
}
