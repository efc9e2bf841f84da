using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Voicemail;

/// <summary>A caller leaves a message: greeting, tone, recording. The pound key or hanging up ends it, and so does the longest time that it may take.</summary>
[GenerateSerializer, Alias("rtc.state.MessageRun")]
internal sealed class MessageRun : CallProgram
{
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The message has been left");

    /// <summary>The box.</summary>
    [Id(0)]
    public required MailboxPlan Box { get; init; }

    /// <summary>Where the caller is.</summary>
    [Id(1)]
    public MessagePhase Phase { get; set; }

    /// <inheritdoc/>
    public override bool IsAnswer => true;

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        Phase = Box.Full ? MessagePhase.Farewell : MessagePhase.Greeting;
        Prompting.Say(turn, leg, Box.Full ? MailboxSpeech.Full(Box) : MailboxSpeech.Greeting(Box), MediaSource.Silence, interruptible: false);
    }

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how)
    {
        switch (Phase)
        {
            case MessagePhase.Greeting:
                Phase = MessagePhase.Recording;
                Until = turn.Now + TimeSpan.FromSeconds(Box.MaxSeconds);
                Taping.BeginMessage(turn, leg, Box.Owner);
                break;
            case MessagePhase.Farewell:
                Ending.Finish(turn, CallResult.Answered, Over, null, Over);
                break;
            case MessagePhase.Recording:
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public override void Digit(CallTurn turn, CallLeg leg, char digit)
    {
        if (Phase == MessagePhase.Recording && digit == '#')
        {
            Thank(turn, leg);
        }
    }

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => Thank(turn, leg);

    // When the caller hangs up, the end of the call stops the recording as it does every other.
    private void Thank(CallTurn turn, CallLeg leg)
    {
        Phase = MessagePhase.Farewell;
        Until = null;
        Taping.Stop(turn);
        Prompting.Say(turn, leg, MailboxSpeech.Thanks(Box), MediaSource.Silence, interruptible: false);
    }
}

/// <summary>Where one who leaves a message is.</summary>
[GenerateSerializer, Alias("rtc.state.MessagePhase")]
internal enum MessagePhase
{
    /// <summary>Hears the greeting.</summary>
    Greeting = 0,

    /// <summary>Speaks.</summary>
    Recording = 1,

    /// <summary>Hears a last word.</summary>
    Farewell = 2,
}
