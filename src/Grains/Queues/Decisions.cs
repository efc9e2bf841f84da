using System.Collections.Immutable;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Chooses among the agents who fit, and writes down why.</summary>
internal static class Decisions
{
    private const int MaxCandidates = 16;

    /// <summary>The agent for a caller, with the reasons; null when nobody fits.</summary>
    public static (QueueSeat Seat, Assignment Why)? Choose(QueueTurn turn, QueueCaller caller, AssignmentTrigger trigger)
    {
        // A list of the queue's own: a thousand agents are looked at for each caller.
        var fitting = turn.Index.Fitting;
        fitting.Clear();
        foreach (var seat in turn.Index.Free)
        {
            if (Selection.Fits(turn, seat, caller))
            {
                fitting.Add(Strategies.Score(turn, caller, seat));
            }
        }

        if (fitting.Count == 0)
        {
            return null;
        }

        ulong? draw = null;
        List<SeatScore> best;
        if (turn.Rules.Strategy is QueueStrategy.Random or QueueStrategy.WeightedRandom)
        {
            draw = Draw(turn);
            best = Drawn(fitting, draw.Value);
        }
        else
        {
            best = Best(fitting);
        }

        return (best[0].Seat, Record(turn, caller, best[0].Seat, trigger, 0, draw, fitting.Count, [.. best.Select(score => score.Candidate())]));
    }

    /// <summary>The reasons of a choice that had one agent only: the caller was chosen, not the agent.</summary>
    public static Assignment Only(QueueTurn turn, QueueCaller caller, QueueSeat seat, AssignmentTrigger trigger, int passed) =>
        Record(turn, caller, seat, trigger, passed, null, 1, [Strategies.Score(turn, caller, seat).Candidate()]);

    private static List<SeatScore> Best(List<SeatScore> fitting)
    {
        var best = new List<SeatScore>(MaxCandidates + 1);
        foreach (var score in fitting)
        {
            if (best.Count == MaxCandidates && score.CompareTo(best[^1]) > 0)
            {
                continue;
            }

            var place = best.Count;
            while (place > 0 && score.CompareTo(best[place - 1]) < 0)
            {
                place--;
            }

            best.Insert(place, score);
            if (best.Count > MaxCandidates)
            {
                best.RemoveAt(MaxCandidates);
            }
        }

        return best;
    }

    // The drawn one first, then the others as they stand; where proficiency comes first the draw is among the most proficient.
    private static List<SeatScore> Drawn(List<SeatScore> fitting, ulong draw)
    {
        var top = fitting.Min(score => score.Proficiency);
        var among = fitting.FindAll(score => score.Proficiency == top);
        var at = (long)(draw % (ulong)among.Sum(score => score.Score));
        var chosen = among[0];
        foreach (var score in among)
        {
            chosen = score;
            at -= score.Score;
            if (at < 0)
            {
                break;
            }
        }

        return [chosen, .. fitting.Where(score => score.Seat != chosen.Seat).Take(MaxCandidates - 1)];
    }

    private static ulong Draw(QueueTurn turn)
    {
        var random = turn.State.Random;
        var draw = Draws.Next(ref random);
        turn.State.Random = random;
        return draw;
    }

    private static Assignment Record(
        QueueTurn turn,
        QueueCaller caller,
        QueueSeat seat,
        AssignmentTrigger trigger,
        int passed,
        ulong? draw,
        int fitting,
        ImmutableArray<AssignmentCandidate> candidates) => new(
            ++turn.State.Offers,
            turn.Now,
            turn.State.Inputs,
            trigger,
            turn.State.RulesVersion,
            turn.Rules.Strategy,
            caller.Number,
            caller.Callback is null ? caller.Call : null,
            seat.Agent,
            passed,
            draw,
            fitting,
            candidates);
}
