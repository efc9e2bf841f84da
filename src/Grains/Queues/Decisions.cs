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
        var fitting = new List<QueueSeat>();
        foreach (var seat in turn.Index.Free)
        {
            if (Selection.Fits(turn, seat, caller))
            {
                fitting.Add(seat);
            }
        }

        if (fitting.Count == 0)
        {
            return null;
        }

        ulong? draw = null;
        var best = new List<(QueueSeat Seat, AssignmentCandidate Score)>(MaxCandidates);
        if (turn.Rules.Strategy is QueueStrategy.Random or QueueStrategy.WeightedRandom)
        {
            draw = Draw(turn);
            Drawn(turn, caller, fitting, draw.Value, best);
        }
        else
        {
            Best(turn, caller, fitting, best);
        }

        return (best[0].Seat, Record(turn, caller, best[0].Seat, trigger, 0, draw, fitting.Count, [.. best.Select(entry => entry.Score)]));
    }

    /// <summary>The reasons of a choice that had one agent only: the caller was chosen, not the agent.</summary>
    public static Assignment Only(QueueTurn turn, QueueCaller caller, QueueSeat seat, AssignmentTrigger trigger, int passed) =>
        Record(turn, caller, seat, trigger, passed, null, 1, [Strategies.Score(turn, caller, seat)]);

    private static void Best(QueueTurn turn, QueueCaller caller, List<QueueSeat> fitting, List<(QueueSeat Seat, AssignmentCandidate Score)> best)
    {
        foreach (var seat in fitting)
        {
            var score = Strategies.Score(turn, caller, seat);
            var place = best.Count;
            while (place > 0 && Strategies.Compare(score, best[place - 1].Score) < 0)
            {
                place--;
            }

            if (place < MaxCandidates)
            {
                best.Insert(place, (seat, score));
                if (best.Count > MaxCandidates)
                {
                    best.RemoveAt(MaxCandidates);
                }
            }
        }
    }

    // The drawn one first, then the others as they stand; where proficiency comes first the draw is among the most proficient.
    private static void Drawn(
        QueueTurn turn, QueueCaller caller, List<QueueSeat> fitting, ulong draw, List<(QueueSeat Seat, AssignmentCandidate Score)> best)
    {
        var scored = fitting.ConvertAll(seat => (Seat: seat, Score: Strategies.Score(turn, caller, seat)));
        var top = scored.Min(entry => entry.Score.Proficiency);
        var among = scored.FindAll(entry => entry.Score.Proficiency == top);
        var at = (long)(draw % (ulong)among.Sum(entry => entry.Score.Score));
        var chosen = among[0];
        foreach (var entry in among)
        {
            chosen = entry;
            at -= entry.Score.Score;
            if (at < 0)
            {
                break;
            }
        }

        best.Add(chosen);
        best.AddRange(scored.Where(entry => entry.Seat != chosen.Seat).Take(MaxCandidates - 1));
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
