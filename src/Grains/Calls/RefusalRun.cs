using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Policies;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Calls;

/// <summary>A caller whose call is refused hears why, and then it is refused. It comes before any answer (RFC 3261 §13.2.1, a session in a provisional response), so that the call costs nothing and counts as refused.</summary>
/// <remarks>A browser shows the reason; a telephone shows a code at best. Who sent no offer, and whose codecs do not fit, is refused at once.</remarks>
[GenerateSerializer, Alias("rtc.state.RefusalRun")]
internal sealed class RefusalRun : CallProgram
{
    // Longer than both languages take; for an anchor that is lost while it speaks.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>Why the call is refused.</summary>
    [Id(0)]
    public required CallFailure Failure { get; init; }

    /// <summary>Has the caller hear why, where there is something to hear and the caller can.</summary>
    /// <returns>False when the call is to be refused at once: nothing has been done.</returns>
    public static bool Tells(CallTurn turn, RouteQuestion question, CallFailure failure)
    {
        if (failure != PolicyFailures.NotAccepted || question.Purpose != RoutePurpose.Destination
            || turn.State.Leg(question.Waiting) is not { Incoming: true, Live: true, Talking: false, IsBrowser: false, MediaOpen: false, RemoteSdp: not null } leg)
        {
            return false;
        }

        // Not CallState.Refusal: the edge would refuse the leg itself, at once.
        turn.State.Program = new RefusalRun { Leg = leg.Id, Failure = failure, Until = turn.Now + Longest };
        LegWork.OpenMedia(turn, leg, leg.RemoteSdp, null);
        leg.ProgressPending = true;
        turn.Save();
        return true;
    }

    /// <summary>The caller is being told that there is something to hear.</summary>
    public static void Ready(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Program is RefusalRun { Begun: false } run && run.Leg == leg.Id)
        {
            run.Begun = true;
            run.Begin(turn, leg);
        }
    }

    /// <summary>The anchor has no media for the caller: there is nothing to hear, and the reason is the same.</summary>
    /// <returns>False when the leg is of something else.</returns>
    public static bool Silent(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Program is not RefusalRun run || run.Leg != leg.Id)
        {
            return false;
        }

        run.End(turn);
        return true;
    }

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg) => Prompting.Say(
        turn,
        leg,
        [
            new PromptSpeech("Los términos han cambiado. Entre a la aplicación web, acéptelos, y vuelva a llamar.", SpokenLanguage.Spanish.Tag),
            new PromptSpeech("The terms have changed. Sign in to the web app, accept them, and call again.", SpokenLanguage.English.Tag),
        ],
        MediaSource.Silence,
        interruptible: false);

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => End(turn);

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => End(turn);

    private void End(CallTurn turn)
    {
        Programs.Over(turn);
        turn.State.Refusal ??= Failure;
        Ending.Refuse(turn, Failure);
    }
}
