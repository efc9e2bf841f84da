using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Voicemail;

/// <summary>The owner of a box hears its messages: the PIN where there is one, how many there are, then one after the other, new ones first.</summary>
/// <remarks>During and after a message: 1 says it again, 2 keeps it, 3 deletes it, # goes on to the next, * ends the call. One that was heard to its end is a saved one.</remarks>
[GenerateSerializer, Alias("rtc.state.MailboxVisit")]
internal sealed class MailboxVisit : CallProgram
{
    private const int PinAttempts = 3;
    private const int MaxPin = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The mailbox is closed");

    /// <summary>The box.</summary>
    [Id(0)]
    public required MailboxPlan Box { get; init; }

    /// <summary>Where the owner is.</summary>
    [Id(1)]
    public MailboxPhase Phase { get; set; }

    /// <summary>Digits of the PIN.</summary>
    [Id(2)]
    public string Digits { get; set; } = "";

    /// <summary>Wrong PINs so far.</summary>
    [Id(3)]
    public int Wrong { get; set; }

    /// <summary>The message.</summary>
    [Id(4)]
    public int At { get; set; }

    /// <inheritdoc/>
    public override bool IsAnswer => true;

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        if (Box.Locked)
        {
            Refuse(turn, leg);
        }
        else if (Box.PinHash is null)
        {
            Welcome(turn, leg);
        }
        else
        {
            Phase = MailboxPhase.Pin;
            Prompting.Say(turn, leg, MailboxSpeech.AskPin(Box, again: false), MediaSource.Silence, interruptible: true);
        }
    }

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how)
    {
        switch (Phase)
        {
            case MailboxPhase.Pin:
                Until = turn.Now + Patience;
                break;
            case MailboxPhase.Counts:
                Play(turn, leg, 0);
                break;
            case MailboxPhase.Message when how is PromptEnd.Played:
                Mark(turn, heard: true);
                Phase = MailboxPhase.Choices;
                Prompting.Say(turn, leg, MailboxSpeech.Choices(Box), MediaSource.Silence, interruptible: true);
                break;
            case MailboxPhase.Message:
                // Interrupted by a digit that means nothing here, or it cannot be played: the choices are said, and it stays what it was.
                Phase = MailboxPhase.Choices;
                Prompting.Say(turn, leg, MailboxSpeech.Choices(Box), MediaSource.Silence, interruptible: true);
                break;
            case MailboxPhase.Choices:
                Until = turn.Now + Patience;
                break;
            default:
                Ending.Finish(turn, CallResult.Answered, Over, null, Over);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Digit(CallTurn turn, CallLeg leg, char digit)
    {
        switch (Phase)
        {
            case MailboxPhase.Pin when char.IsAsciiDigit(digit) && Digits.Length < MaxPin:
                Digits += digit;
                Until = turn.Now + Patience;
                break;
            case MailboxPhase.Pin when digit == '#':
                CheckPin(turn, leg);
                break;
            case MailboxPhase.Message or MailboxPhase.Choices:
                Choose(turn, leg, digit);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg)
    {
        if (Phase == MailboxPhase.Pin)
        {
            CheckPin(turn, leg);
        }
        else if (Phase == MailboxPhase.Choices)
        {
            Play(turn, leg, At + 1);
        }
    }

    private void CheckPin(CallTurn turn, CallLeg leg)
    {
        Until = null;
        if (MailboxPin.Matches(Digits, Box.PinHash!))
        {
            Welcome(turn, leg);
            return;
        }

        Digits = "";
        Wrong++;
        turn.Tell(new CallTell.Mailbox(Box.Owner, new MailboxAct.WrongPin()));
        if (Wrong >= PinAttempts)
        {
            Refuse(turn, leg);
        }
        else
        {
            Prompting.Say(turn, leg, MailboxSpeech.AskPin(Box, again: true), MediaSource.Silence, interruptible: true);
        }
    }

    private void Choose(CallTurn turn, CallLeg leg, char digit)
    {
        switch (digit)
        {
            case '1':
                Play(turn, leg, At);
                break;
            case '2':
                Mark(turn, heard: true);
                Play(turn, leg, At + 1);
                break;
            case '3':
                turn.Tell(new CallTell.Mailbox(Box.Owner, new MailboxAct.Delete(Box.Messages[At].Id)));
                Play(turn, leg, At + 1);
                break;
            case '#':
                Play(turn, leg, At + 1);
                break;
            case '*':
                Ending.Finish(turn, CallResult.Answered, Over, leg.Id, Over);
                break;
            default:
                break;
        }
    }

    private void Welcome(CallTurn turn, CallLeg leg)
    {
        Phase = MailboxPhase.Counts;
        Prompting.Say(turn, leg, MailboxSpeech.Counts(Box), MediaSource.Silence, interruptible: false);
    }

    private void Play(CallTurn turn, CallLeg leg, int at)
    {
        At = at;
        Until = null;
        if (at >= Box.Messages.Length)
        {
            Phase = MailboxPhase.Farewell;
            Prompting.Say(turn, leg, MailboxSpeech.Goodbye(Box), MediaSource.Silence, interruptible: false);
            return;
        }

        Phase = MailboxPhase.Message;
        Prompting.Say(turn, leg, MailboxSpeech.Message(Box, Box.Messages[at]), MediaSource.Silence, interruptible: true);
    }

    private void Refuse(CallTurn turn, CallLeg leg)
    {
        Phase = MailboxPhase.Farewell;
        Until = null;
        Prompting.Say(turn, leg, MailboxSpeech.Refused(Box), MediaSource.Silence, interruptible: false);
    }

    private void Mark(CallTurn turn, bool heard)
    {
        if (!Box.Messages[At].Heard)
        {
            turn.Tell(new CallTell.Mailbox(Box.Owner, new MailboxAct.Mark(Box.Messages[At].Id, heard)));
        }
    }
}

/// <summary>Where one who hears messages is.</summary>
[GenerateSerializer, Alias("rtc.state.MailboxPhase")]
internal enum MailboxPhase
{
    /// <summary>Is asked for the PIN.</summary>
    Pin = 0,

    /// <summary>Hears how many there are.</summary>
    Counts = 1,

    /// <summary>Hears a message.</summary>
    Message = 2,

    /// <summary>Is asked what becomes of it.</summary>
    Choices = 3,

    /// <summary>Hears a last word.</summary>
    Farewell = 4,
}
