using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>A leg hears prompts, one at a time; the anchor says once how each came to its end.</summary>
internal static class Prompting
{
    /// <summary>A leg hears a prompt, instead of whatever it heard.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="pieces">What is heard, in order.</param>
    /// <param name="then">What it hears afterwards.</param>
    /// <param name="interruptible">Whether a digit ends it.</param>
    public static void Say(CallTurn turn, CallLeg leg, ImmutableArray<PromptPiece> pieces, MediaSource then, bool interruptible)
    {
        leg.Prompt = ++turn.State.Prompts;
        leg.PromptThen = then;
        leg.PromptInterruptible = interruptible;
        leg.PromptLost = false;
        leg.HearsLeg = null;
        leg.HearsSource = null;
        leg.HearsMix = null;
        turn.ToAnchor(new PlayPrompt(leg.Id, leg.Prompt.Value, pieces, then, interruptible));
        turn.Save();
    }

    /// <summary>The party pressed a key that did not come as sound or as RFC 4733, where the anchor hears it by itself: the prompt that it heard then ends.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="heard">The prompt that it heard when it pressed; another one is the answer to the key.</param>
    public static void Pressed(CallTurn turn, CallLeg leg, int? heard)
    {
        if (leg is { Live: true, PromptInterruptible: true } && heard is not null && leg.Prompt == heard)
        {
            turn.ToAnchor(new PlayMedia(leg.Id, leg.PromptThen));
        }
    }

    /// <summary>A prompt came to its end; one that another has taken the place of says nothing any more.</summary>
    public static void Ended(CallTurn turn, CallLeg leg, PromptEnded ended)
    {
        if (leg.Prompt != ended.Number)
        {
            return;
        }

        leg.Prompt = null;
        if (leg is { HearsLeg: null, HearsSource: null, HearsMix: null })
        {
            leg.HearsSource = leg.PromptThen;
        }

        turn.Save();
        Programs.PromptOver(turn, leg, ended.How);
        Announcing.Over(turn, leg, ended.How);
        if (turn.State.Program is null)
        {
            Notices.PromptOver(turn, leg, ended.How);
        }
    }
}
