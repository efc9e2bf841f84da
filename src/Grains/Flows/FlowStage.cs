using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Flows;

/// <summary>A flow acts on a call.</summary>
/// <param name="turn">The turn.</param>
/// <param name="leg">The caller's leg.</param>
/// <param name="run">The run.</param>
internal sealed class FlowStage(CallTurn turn, CallLeg leg, FlowRun run) : IFlowStage
{
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The menu is over");

    public DateTimeOffset Now => turn.Now;

    public bool IsOpen(QueueHours hours) => OpeningTimes.Refusal(hours, turn.Now) is null;

    public void Say(ImmutableArray<PromptPiece> pieces, bool interruptible) => Prompting.Say(turn, leg, pieces, MediaSource.Silence, interruptible);

    public void Ask(int number, Uri url, string body, TimeSpan timeout) => turn.Tell(new CallTell.Webhook(number, url, body, timeout));

    public void ToQueue(string queue)
    {
        Leave($"queue:{queue}");
        Queueing.Begin(turn, leg.Id, new QueueId(turn.State.Id.Tenant, queue), leg.Party, run.Hops, run.Priority, [.. run.Skills.Select(skill => new SkillNeed(skill.Key, skill.Value, []))]);
    }

    public void ToNumber(string number)
    {
        Leave($"number:{number}");
        turn.State.Phase = CallPhase.Routing;
        turn.State.SetupUntil = turn.Now + turn.Rules.SetupTimeout;
        if (run.Hops >= Routing.MaxHops)
        {
            Ending.Refuse(turn, Failures.Loop);
            return;
        }

        Hearing.Play(turn, leg, MediaSource.Ringback);
        Routing.Ask(turn, RoutePurpose.Destination, number, leg.Id, leg.Party, leg.Party.User, run.Hops + 1, [turn.State.Dialled]);
    }

    public void HangUp(string? problem)
    {
        Leave(problem is null ? "hangUp" : $"failed:{problem}");
        if (problem is null)
        {
            Ending.Finish(turn, turn.State.AnsweredAt is null ? CallResult.Refused : CallResult.Answered, Over, null, Over);
        }
        else
        {
            Ending.Refuse(turn, new CallFailure(482, problem, 25));
        }
    }

    private void Leave(string to)
    {
        turn.Log(run.Exit(turn.Now, to));
        Programs.Over(turn);
        turn.State.Record = run.Record;
        turn.State.Language = run.Language;
    }
}
