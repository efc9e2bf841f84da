using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Calls;

/// <summary>A caller who will be called back hears so, and the call ends.</summary>
[GenerateSerializer, Alias("rtc.state.FarewellRun")]
internal sealed class FarewellRun : CallProgram
{
    // Longer than it takes in any language; for an anchor that is lost while it speaks.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The caller will be called back");

    /// <summary>The language (BCP 47); null for the company's.</summary>
    [Id(0)]
    public string? Language { get; init; }

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        var language = SpokenLanguage.Of(Language);
        Until = turn.Now + Longest;
        Prompting.Say(turn, leg, [new PromptSpeech(QueueSpeech.WillCallBack(language), language.Tag)], MediaSource.Silence, interruptible: false);
    }

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => End(turn);

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => End(turn);

    private static void End(CallTurn turn) => Ending.Finish(turn, CallResult.Cancelled, Over, null, Over);
}
