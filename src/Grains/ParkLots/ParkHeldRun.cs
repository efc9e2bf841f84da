using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.ParkLots;

/// <summary>Somebody who holds a call dials the lot from the same telephone: the held call is parked, and the caller is told where.</summary>
/// <remarks>The held call is the older one and is told what is wanted, as every call that is spoken to from below; its answer comes back as a turn.</remarks>
[GenerateSerializer, Alias("rtc.state.ParkHeldRun")]
internal sealed class ParkHeldRun : CallProgram
{
    // Longer than a call whose silo died needs to be found again, and than the sentence takes in any language.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The slot was said");

    /// <summary>The call that is to be parked.</summary>
    [Id(0)]
    public CallId Held { get; init; }

    /// <summary>True once the caller is told what became of it.</summary>
    [Id(1)]
    public bool Told { get; set; }

    /// <inheritdoc/>
    public override bool IsAnswer => true;

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        Until = turn.Now + Longest;
        turn.Tell(new CallTell.ParkHeld(Held, new ParkIntent(leg.Party.User!.Value, false, Until: Until, OnlyHeld: true)));
    }

    /// <summary>The held call has answered.</summary>
    public void Answered(CallTurn turn, CallLeg leg, string? slot)
    {
        if (!Told)
        {
            Told = true;
            Until = turn.Now + Longest;
            Prompting.Say(turn, leg, ParkSpeech.Of(turn.State.Language, slot), MediaSource.Silence, interruptible: false);
        }
    }

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => End(turn);

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg)
    {
        if (Told)
        {
            End(turn);
        }
        else
        {
            Answered(turn, leg, null);
        }
    }

    private static void End(CallTurn turn) => Ending.Finish(turn, CallResult.Answered, Over, null, Over);
}
