using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// Who waits in a queue is told something between the music, one announcement after the other; the queue hears of each that was heard to its end. Nothing is said while an
/// agent is rung: the caller would be talked to in the midst of it.
/// </summary>
internal static class Announcing
{
    private const int MaxWaiting = 4;

    /// <summary>The queue announces something.</summary>
    /// <returns>False when the caller has left this visit.</returns>
    public static bool Tell(CallTurn turn, QueueId queue, int number, int announcement, ImmutableArray<PromptPiece> pieces)
    {
        if (Queueing.Visit(turn.State, queue, number) is not { } visit || turn.State.Leg(visit.Caller) is not { Live: true } caller)
        {
            return false;
        }

        if (visit.Talking || announcement <= visit.Announced)
        {
            return true;
        }

        visit.Announced = announcement;
        turn.Save();
        if (!pieces.IsEmpty)
        {
            Add(turn, visit, caller, new QueueSaying { Number = announcement, Pieces = pieces });
        }

        return true;
    }

    /// <summary>The caller is told something that the queue does not know of.</summary>
    public static void Say(CallTurn turn, QueueVisit visit, CallLeg caller, ImmutableArray<PromptPiece> pieces)
    {
        // Pressed again and again it is said once.
        if (!visit.Announcements.Exists(saying => saying.Number == 0))
        {
            Add(turn, visit, caller, new QueueSaying { Pieces = pieces });
        }
    }

    /// <summary>The caller hears the queue's own music, where it has one.</summary>
    /// <returns>False when the leg does not wait, or hears the hold music.</returns>
    public static bool HearsMusic(CallTurn turn, CallLeg leg)
    {
        if (leg is not { Live: true, Holds: false } || turn.State.Queue is not { Waits: true, Music: { } music } visit || visit.Caller != leg.Id)
        {
            return false;
        }

        // What it hears already, music or an announcement, goes on.
        if (leg is not { Prompt: not null, HearsLeg: null, HearsSource: null, HearsMix: null })
        {
            Prompting.Say(turn, leg, [new PromptMusic(music)], MediaSource.HoldMusic, interruptible: false);
        }

        return true;
    }

    /// <summary>A prompt that a leg heard came to its end.</summary>
    public static void Over(CallTurn turn, CallLeg leg, PromptEnd how)
    {
        if (turn.State.Queue is not { } visit || visit.Caller != leg.Id)
        {
            return;
        }

        if (visit.Announcements is not [var said, ..])
        {
            // The music itself: it never ends unless it is not there.
            visit.Music = how == PromptEnd.Failed ? null : visit.Music;
            return;
        }

        visit.Announcements.RemoveAt(0);
        turn.Save();
        if (how == PromptEnd.Played && said.Number > 0)
        {
            turn.Tell(new CallTell.AnnouncementHeard(visit.Queue, visit.Number, said.Number));
        }

        if (visit is { Waits: true, Announcements.Count: > 0 } && how != PromptEnd.Replaced && leg.Live && MayHear(visit, leg))
        {
            Say(turn, visit, leg);
        }
        else
        {
            visit.Announcements.Clear();
            if (how != PromptEnd.Replaced)
            {
                HearsMusic(turn, leg);
            }
        }
    }

    private static void Add(CallTurn turn, QueueVisit visit, CallLeg caller, QueueSaying saying)
    {
        if (visit.Announcements.Count >= MaxWaiting || !MayHear(visit, caller))
        {
            return;
        }

        turn.Save();
        visit.Announcements.Add(saying);
        if (visit.Announcements.Count == 1)
        {
            Say(turn, visit, caller);
        }
    }

    private static void Say(CallTurn turn, QueueVisit visit, CallLeg caller) => Prompting.Say(
        turn, caller, visit.Announcements[0].Pieces, visit.Music is null ? turn.State.Playing ?? MediaSource.HoldMusic : MediaSource.Silence, interruptible: false);

    private static bool MayHear(QueueVisit visit, CallLeg caller) => caller is { Talking: true, Holds: false } && visit is { Agent: null, Offers.Count: 0 };
}
