using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Before a call with somebody outside is recorded, that party is told or asked, where the company's rules say so. Nothing is recorded before, and nothing where it was not heard to its end.</summary>
/// <remarks>
/// A caller from outside hears it from <see cref="NoticeRun"/> before anything rings, so that nobody answers in the midst of it. Of a call to the outside the called party hears it after it has answered; the two hear each other when it is
/// over. So does who comes into a call by a transfer or a join, and who is in it already when it comes to a line that records: the recording ends before, and the next one begins after it.
/// </remarks>
internal static class Notices
{
    /// <summary>The digit that agrees.</summary>
    public const char Yes = '1';

    /// <summary>No announcement is as long: a prompt whose end is never told holds nobody up for longer.</summary>
    public static readonly TimeSpan LongestPrompt = TimeSpan.FromSeconds(90);

    /// <summary>A line said what is to be told of a call that it records.</summary>
    public static void Learn(CallTurn turn, RoutePlan plan)
    {
        if (plan is { Record: true, Notice: { } notice })
        {
            turn.State.Notice ??= new CallNotice { What = notice };
        }
    }

    /// <summary>Whether a caller from outside has to hear a notice before the call goes on.</summary>
    public static bool IsFirst(CallState state, RoutePurpose purpose, RoutePlan plan) =>
        purpose == RoutePurpose.Destination && state is { Direction: CallDirection.Inbound, Notice.Result: NoticeResult.Due } && plan is { Record: true, Notice: not null };

    /// <summary>Whether nothing may be recorded, yet or at all.</summary>
    public static bool Withholds(CallState state) => state.Withheld || state.Notice is { Records: false };

    /// <summary>What parties were told so far, and agreed to.</summary>
    public static ImmutableArray<RecordedNotice> Told(CallState state) =>
        [.. state.Told ?? [], .. state.Notice is { Records: true, Leg: not null } notice ? [notice.Recorded] : Array.Empty<RecordedNotice>()];

    /// <summary>Whether a party hears the notice now.</summary>
    public static bool IsTold(CallState state, CallLeg leg) => state.Program is null && Of(state, leg) is not null;

    /// <summary>Whether who is transferred has to hear a notice before the call goes on at a line where nobody is rung.</summary>
    public static bool IsDue(CallState state, RouteQuestion question, RoutePlan plan) =>
        question is { Purpose: RoutePurpose.Transfer, Follow: null } && plan is { Record: true, Notice: not null } && !Withholds(state) && state.Leg(question.Waiting) is { Party.Trunk: not null } leg && !HasHeard(state, leg);

    /// <summary>What has to be known before two calls become one: what is told whom outside; null when nobody is to be told.</summary>
    public static NoticeQuestion? Wanted(CallState state, JoinQuestion question, YieldedLeg yielded)
    {
        if (question.Request.Itself || yielded.Withholds || (!state.Record && !yielded.Records) || (IsRefused(state) && !state.WithheldForHelp))
        {
            return null;
        }

        if (yielded.Party.Trunk is not null && yielded.Told.IsDefaultOrEmpty)
        {
            return new NoticeQuestion(yielded.Dialled, yielded.Party, !yielded.Incoming);
        }

        return WantedHere(state, yielded);
    }

    /// <summary>What has to be known after that: who comes is told nothing, but brings a line that records, and one who is here was not told; null when nobody is to be told.</summary>
    public static NoticeQuestion? WantedNext(CallState state, YieldedLeg yielded, NoticeQuestion asked, NoticeFound found) =>
        found is { IsKnown: true, What: null } && WantedHere(state, yielded) is { } here && here != asked ? here : null;

    /// <summary>Whether two who are connected do not hear each other yet, because one of them hears the notice.</summary>
    public static bool Decides(CallState state, CallLeg one, CallLeg other) =>
        state is { Program: null, Notice: { Result: NoticeResult.Asked, Leg: { } hearing } } && (one.Id == hearing || other.Id == hearing);

    /// <summary>Two begin to talk: of a call to the outside the called party is told now, and so is who came into a call. Of one that came in it is the caller who is to be told, and that is too late now.</summary>
    public static void Begin(CallTurn turn, CallLeg waiting, CallLeg answered)
    {
        if (turn.State is not { Record: true, Notice: { Result: NoticeResult.Due } notice })
        {
            return;
        }

        if (notice.Leg == waiting.Id)
        {
            (waiting, answered) = (answered, waiting);
        }

        if (notice.Leg is { } leg ? leg == answered.Id : answered.Party.Trunk is not null && turn.State.Direction != CallDirection.Inbound)
        {
            Hearing.Play(turn, waiting, MediaSource.Silence);
            Say(turn, answered, notice);
        }
    }

    /// <summary>A third has come into a call: it is told while the two others talk on, and they are recorded again after that.</summary>
    public static void BeginThird(CallTurn turn, CallLeg third)
    {
        if (turn.State is { Record: true, Notice: { Result: NoticeResult.Due, Leg: { } due } notice } && turn.State.Leg(due) is { Live: true, TakenUntil: null } leg)
        {
            Say(turn, leg, notice);
        }
        else
        {
            Resume(turn, third);
        }
    }

    /// <summary>One of three has left, or has not come: the others need not wait until it has heard the notice. What was told before it stays known.</summary>
    public static void Forget(CallTurn turn, CallLeg left)
    {
        var state = turn.State;
        if (state.NoticesDue?.RemoveAll(due => due.Leg == left.Id) > 0 && state.NoticesDue.Count == 0)
        {
            state.NoticesDue = null;
        }

        if (state.Notice is { Result: NoticeResult.Due or NoticeResult.Asked } notice && notice.Leg == left.Id)
        {
            state.Notice = null;
            if (state.NoticesDue is not null)
            {
                Next(turn);
            }
        }

        turn.Save();
    }

    /// <summary>Of three two are left: who is to be told hears it now, and whoever hears it, the other waits.</summary>
    public static void OfTwo(CallTurn turn, CallLeg one, CallLeg other)
    {
        Begin(turn, one, other);
        if (Decides(turn.State, one, other))
        {
            Hearing.Play(turn, IsTold(turn.State, one) ? other : one, MediaSource.Silence);
        }
    }

    /// <summary>Who will talk in a call that goes on is not who did, or the line that it comes to records. Of those outside each is told who was not before; nothing more is recorded until that is over.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="parties">Who will talk, in the order in which they are told.</param>
    /// <param name="what">What is told; null for nothing.</param>
    /// <param name="records">Whether the line records.</param>
    public static void Come(CallTurn turn, ReadOnlySpan<CallLeg> parties, RecordingNotice? what, bool records)
    {
        var state = turn.State;
        state.Record |= records;
        if (what is null || !state.Record || IsRefused(state))
        {
            return;
        }

        List<CallNotice> due = [];
        foreach (var leg in parties)
        {
            if (leg.Party.Trunk is not null && !HasHeard(state, leg))
            {
                due.Add(new CallNotice { What = what, Leg = leg.Id });
            }
        }

        if (due.Count == 0)
        {
            return;
        }

        // Who hears it now is not disturbed.
        state.NoticesDue = [.. state.NoticesDue ?? [], .. due];
        if (state.Notice is not { Result: NoticeResult.Asked })
        {
            Next(turn);
        }

        turn.Save();
    }

    /// <summary>Somebody outside has answered to whom a call was led that came in, or that is recorded already.</summary>
    public static void ComeOutside(CallTurn turn, CallLeg answered, RingAttempt attempt)
    {
        if (attempt.Called is { } what)
        {
            Come(turn, [answered], what, Taping.GoesOn(turn.State, attempt.Purpose));
        }
    }

    /// <summary>Whether a party was called for help: that is at no user's expense.</summary>
    public static bool IsForHelp(CallLeg leg) => leg.Target is { Trunk: not null, Payer: null };

    /// <summary>Nothing is recorded from now on.</summary>
    public static void Withhold(CallTurn turn)
    {
        var state = turn.State;
        if (state.Notice is { Records: true, Leg: not null } told)
        {
            (state.Told ??= []).Add(told.Recorded);
        }

        if (state.Notice is null or { Records: true } or { Result: NoticeResult.Due })
        {
            // A silo of before knows a no only by this.
            state.Notice = new CallNotice { What = state.Notice?.What ?? new RecordingNotice(NoticeKind.Consent, [], 0, false, ""), Result = NoticeResult.Refused };
        }

        // It is nobody's answer to what was told here, and so not in the ledger.
        (state.Withheld, state.WithheldForHelp, state.NoticesDue) = (true, false, null);
        Taping.Stop(turn);
        turn.Save();
    }

    /// <summary>A party hears the notice.</summary>
    public static void Say(CallTurn turn, CallLeg leg, CallNotice notice)
    {
        (notice.Leg, notice.Until) = (leg.Id, turn.Now + LongestPrompt);
        if (notice.Result != NoticeResult.Asked)
        {
            // What runs was begun without it, by another line: neither the notice nor the answer is in it.
            Taping.Stop(turn);
            notice.Result = NoticeResult.Asked;
            Log(turn, notice);
        }

        Prompting.Say(turn, leg, notice.What.Pieces, MediaSource.Silence, interruptible: notice.What.Kind == NoticeKind.Consent);
    }

    /// <summary>The edge that played it died in the midst of it: it is said once more, from its beginning, at the next one.</summary>
    /// <returns>False when the leg heard something else.</returns>
    public static bool Again(CallTurn turn, CallLeg leg)
    {
        if (Of(turn.State, leg) is not { } notice)
        {
            return false;
        }

        Say(turn, leg, notice);
        return true;
    }

    /// <summary>The prompt came to its end.</summary>
    public static void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how)
    {
        if (Of(turn.State, leg) is not { } notice)
        {
            return;
        }

        if (notice.What.Kind == NoticeKind.Consent && how is PromptEnd.Played or PromptEnd.Interrupted)
        {
            notice.Until = turn.Now + TimeSpan.FromSeconds(notice.What.Seconds);
            turn.Save();
            return;
        }

        Over(turn, notice, how == PromptEnd.Played && !leg.Holds ? NoticeResult.Announced : NoticeResult.Unheard);
    }

    /// <summary>Who holds, or held, in the midst of it hears it no further: the anchor says that something else has taken its place.</summary>
    public static void HoldChanged(CallTurn turn, CallLeg leg)
    {
        if (IsTold(turn.State, leg) && leg.Prompt is not null)
        {
            Hearing.Play(turn, leg, MediaSource.Silence);
        }
    }

    /// <summary>A party pressed a digit.</summary>
    /// <returns>False when it was no answer to a notice.</returns>
    public static bool Digit(CallTurn turn, CallLeg leg, char digit)
    {
        if (Of(turn.State, leg) is not { What.Kind: NoticeKind.Consent } notice)
        {
            return false;
        }

        Over(turn, notice, digit == Yes ? NoticeResult.Given : NoticeResult.Refused);
        return true;
    }

    /// <summary>Time passed.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State is { GoingOn: true, Notice: { Result: NoticeResult.Asked } notice } && notice.Until <= turn.Now)
        {
            var leg = turn.State.Leg(notice.Leg);
            Over(turn, notice, notice.What.Kind == NoticeKind.Consent && leg?.Prompt is null ? NoticeResult.Unanswered : NoticeResult.Unheard);
        }
    }

    /// <summary>Runs at the end of each turn: who has left, or talks with somebody else by now, has not heard it to its end.</summary>
    public static void Settle(CallTurn turn)
    {
        if (turn.State is not { GoingOn: true, Program: null, Notice: { Result: NoticeResult.Asked } notice })
        {
            return;
        }

        if (turn.State.Leg(notice.Leg) is not { Live: true } leg || turn.State.Leg(leg.Peer) is not { Live: true } || turn.State.Transfer is not null)
        {
            (notice.Result, notice.Until) = (NoticeResult.Unheard, null);
            Log(turn, notice);
        }
    }

    /// <summary>
    /// Somebody comes over from another call. When nothing may be recorded in that one, or it cannot be known what is to be told, nothing is here either from now on. Else who was not told yet is told when they are here;
    /// what they were told there counts here, and is in what is recorded from then on.
    /// </summary>
    public static void Join(CallTurn turn, ReadOnlySpan<CallLeg> parties, YieldedLeg yielded, NoticeFound? found)
    {
        var state = turn.State;
        var comes = parties[0];
        var helpers = state.Legs.FindAll(static leg => leg.Talking && IsForHelp(leg));
        // Of who comes, or is here and would be recorded by the line of who comes, it has to be known what they are told.
        var isUnknown = found is { IsKnown: false } && Untold(state, parties).Exists(leg => leg == comes ? yielded.Told.IsDefaultOrEmpty : yielded.Records && !state.Record);
        // One who was called for help and is not recorded is not, whoever comes; nor does who helps wait until somebody has been told.
        if (yielded.Withholds || found is { IsKnown: false } || state.WithheldForHelp
            || (helpers.Count > 0 && found?.What is not null)
            || (yielded.Records && !state.Record && helpers.Exists(leg => leg.Id != comes.Id)))
        {
            if (state.Notice is { Result: NoticeResult.Asked } asked)
            {
                Over(turn, asked, NoticeResult.Unheard);
            }

            // Of who has not agreed, or waits to be told, nothing more is recorded either way.
            var ends = helpers.Count > 0 && !yielded.Withholds && !isUnknown
                && (state.WithheldForHelp || (!IsRefused(state) && state is { NoticesDue: null, Notice: not { Result: NoticeResult.Due } }));
            if (!ends || !state.WithheldForHelp)
            {
                Withhold(turn);
            }

            if (ends)
            {
                AfterHelp(turn, parties, yielded, found);
            }

            return;
        }

        if (!yielded.Told.IsDefaultOrEmpty)
        {
            (state.Told ??= []).AddRange(yielded.Told.Select(told => told with { Leg = comes.Id }));
            // A manifest tells what was told before its recording began: what comes is in the next one.
            Taping.Stop(turn);
            turn.Save();
        }

        Come(turn, parties, found?.What, yielded.Records);
    }

    /// <summary>One of three has left: when it was who had been called for help, the two others are recorded as they were, or as the line of who came has it.</summary>
    public static void HelpLeft(CallTurn turn)
    {
        var state = turn.State;
        if (!state.WithheldForHelp || state.Legs.Exists(static leg => leg.Talking && IsForHelp(leg)))
        {
            return;
        }

        (state.WithheldForHelp, state.Withheld, state.Notice) = (false, false, null);
        if (state.NoticesDue is not null)
        {
            Next(turn);
        }

        turn.Save();
    }

    // What is to be done when who was called for help has left: nobody is told before, so that nobody who helps hears it.
    private static void AfterHelp(CallTurn turn, ReadOnlySpan<CallLeg> parties, YieldedLeg yielded, NoticeFound? found)
    {
        var state = turn.State;
        state.WithheldForHelp = true;
        state.Record |= yielded.Records;
        if (!yielded.Told.IsDefaultOrEmpty)
        {
            var comes = parties[0].Id;
            (state.Told ??= []).AddRange(yielded.Told.Select(told => told with { Leg = comes }));
        }

        if (found?.What is { } what && Untold(state, parties) is { Count: > 0 } untold)
        {
            state.NoticesDue = [.. state.NoticesDue ?? [], .. untold.Select(leg => new CallNotice { What = what, Leg = leg.Id })];
        }

        turn.Save();
    }

    // Who helps here is not told: they are recorded already, or not before they have left.
    private static NoticeQuestion? WantedHere(CallState state, YieldedLeg yielded) =>
        yielded.Records && state.Legs.Find(leg => leg is { Talking: true, Party.Trunk: not null } && !IsForHelp(leg) && !HasHeard(state, leg)) is { } here ? new NoticeQuestion(yielded.Dialled, here.Party, false) : null;

    private static CallNotice? Of(CallState state, CallLeg leg) => state.Notice is { Result: NoticeResult.Asked } notice && notice.Leg == leg.Id ? notice : null;

    // Whoever comes, nothing is recorded any more.
    private static bool IsRefused(CallState state) => state.Withheld || state.Notice is { Records: false, Result: not (NoticeResult.Due or NoticeResult.Asked) };

    private static bool HasHeard(CallState state, CallLeg leg) =>
        state.Told?.Exists(told => told.Leg == leg.Id) is true || (state.Notice is { Result: not NoticeResult.Due, Leg: { } told } && told == leg.Id);

    // Who helps is not told.
    private static List<CallLeg> Untold(CallState state, ReadOnlySpan<CallLeg> parties)
    {
        List<CallLeg> untold = [];
        foreach (var leg in parties)
        {
            if (leg.Party.Trunk is not null && !IsForHelp(leg) && !HasHeard(state, leg) && state.NoticesDue?.Exists(due => due.Leg == leg.Id) is not true)
            {
                untold.Add(leg);
            }
        }

        return untold;
    }

    private static void Over(CallTurn turn, CallNotice notice, NoticeResult result)
    {
        (notice.Result, notice.Until) = (result, null);
        if (!notice.Records)
        {
            turn.State.NoticesDue = null;
            Taping.Stop(turn);
        }

        Log(turn, notice);
        if (turn.State.Leg(notice.Leg) is not { Live: true } leg)
        {
            return;
        }

        if (turn.State.Program is NoticeRun run)
        {
            run.GoOn(turn, leg);
        }
        else if (notice.Records && turn.State.NoticesDue is [{ Leg: { } next }, ..] && turn.State.Leg(next) is { Live: true } other)
        {
            Next(turn);
            if (other.TakenUntil is not null)
            {
                // It is told when it is here; the others talk until then.
                if (Talking.PeerOf(turn.State, leg) is { } with)
                {
                    Hearing.Settle(turn, leg, with);
                }

                return;
            }

            if (turn.State.Third is null)
            {
                Hearing.Play(turn, leg, MediaSource.Silence);
            }

            Say(turn, other, turn.State.Notice!);
        }
        else if (turn.State.Third is not null)
        {
            Resume(turn, turn.State.Leg(turn.State.Third)!);
        }
        else if (Talking.PeerOf(turn.State, leg) is { } peer)
        {
            Hearing.Settle(turn, leg, peer);
            Taping.Between(turn, leg, peer);
        }
    }

    // The next who is to be told; what was told before stays known.
    private static void Next(CallTurn turn)
    {
        var state = turn.State;
        if (state.Notice is { Leg: not null } before)
        {
            (state.Told ??= []).Add(before.Recorded);
        }

        state.Notice = state.NoticesDue![0];
        state.NoticesDue = state.NoticesDue.Count > 1 ? state.NoticesDue[1..] : null;
        Taping.Stop(turn);
        turn.Save();
    }

    // Of three the two are recorded who talked before.
    private static void Resume(CallTurn turn, CallLeg third)
    {
        if (turn.State.Leg(third.Peer) is { Live: true } one && turn.State.Leg(one.Peer) is { Live: true } other)
        {
            Taping.Between(turn, one, other);
        }
    }

    private static void Log(CallTurn turn, CallNotice notice)
    {
        notice.At = turn.Now;
        turn.Log(new RecordingNoticed(turn.Now, notice.Leg ?? LegId.First, notice.What.Rule, notice.Result));
        turn.Save();
    }
}

/// <summary>What a line is asked when two calls become one.</summary>
/// <param name="Number">The number of the call whose party comes.</param>
/// <param name="Party">The party outside.</param>
/// <param name="IsOutgoing">Whether the company called it, by that number.</param>
internal sealed record NoticeQuestion(string Number, Party Party, bool IsOutgoing);
