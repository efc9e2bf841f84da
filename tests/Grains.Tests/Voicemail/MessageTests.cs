using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Tests.Calls;
using RtcCluster.Grains.Voicemail;

namespace RtcCluster.Grains.Tests.Voicemail;

/// <summary>A caller leaves a message, and its owner hears it: prompts, digits, and hanging up in every state.</summary>
public sealed class MessageTests
{
    private static readonly MailboxPlan Box = new(
        CallScript.Agent2, "Agent Two", "en", null, 60, null, false, false,
        [new MailboxMessage("demo/m1", "1001", CallScript.Start, false, "voicemail/m1/", 2), new MailboxMessage("demo/m2", "", CallScript.Start, true, "voicemail/m2/", 1)],
        new MailboxCounts(1, 1, 0));

    [Fact]
    public void AfterGreetingAndTone_TheMessageIsRecorded_UntilTheCallerHangsUp()
    {
        var call = Leaves(Box);
        Assert.Equal(["play 1 Silence", "answer 1 local", "say 1 #1 'This is the voicemail of Agent Two. Leave your message after the tone.'+300ms+1000Hz"], call.Sent());

        call.See(call.PromptEnded(1));
        Assert.Equal(["record 1+"], call.Sent());
        call.See(call.Closed(1));
        Assert.Equal(["stop", "close 1"], call.Sent());
        Assert.False(call.State.Concluded);
        call.See(Stored(call));

        Assert.True(call.State.Concluded);
        Assert.Equal(CallResult.Answered, call.State.Result);
        Assert.Equal((CallScript.Agent2, 4_200L), (call.State.Recordings.Single().Mailbox, call.State.Recordings.Single().DurationMilliseconds));
        Assert.Contains("message for agent2", call.Ledger);
        Assert.Contains("messageLeft 4200", call.Ledger);
        Assert.DoesNotContain(call.State.Ledger, entry => entry.Event is RecordingStarted or RecordingEnded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhetherAllOfItIsStored_ItsEdgeSays(bool complete)
    {
        var call = Leaves(Box);
        call.See(call.PromptEnded(1), call.Closed(1), Stored(call) with { Complete = complete });

        Assert.Equal((!complete, 4_200L), call.State.Recordings.Single() is var message ? (message.Late, message.DurationMilliseconds) : default);
    }

    [Fact]
    public void ThePoundKey_EndsTheMessage_WithAWordOfThanks()
    {
        var call = Leaves(Box);
        call.See(call.PromptEnded(1));
        call.Sent();

        call.See(call.Digit('5'), call.Digit('#'));
        Assert.Equal(["stop", "say 1 #2 'Your message has been saved. Thank you.'"], call.Sent());
        call.See(Stored(call), call.PromptEnded(2));

        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
        Assert.True(call.State.Concluded);
    }

    [Fact]
    public void TheLongestMessage_EndsByTheCallsOwnClock()
    {
        var call = Leaves(Box);
        call.See(call.PromptEnded(1)).Wait(TimeSpan.FromSeconds(59));
        Assert.DoesNotContain("stop", call.Sent());

        call.Wait(TimeSpan.FromSeconds(1));

        Assert.Contains("stop", call.Sent());
    }

    [Fact]
    public void WhoHangsUpDuringTheGreeting_LeavesNone()
    {
        var call = Leaves(Box);
        call.See(call.Closed(1));

        Assert.Empty(call.State.Recordings);
        Assert.True(call.State.Concluded);
    }

    [Fact]
    public void AFullBox_SaysSo_AndRecordsNothing()
    {
        var call = Leaves(Box with { Full = true });
        Assert.Contains("say 1 #1 'The voicemail of Agent Two is full.'", call.Sent());
        call.See(call.PromptEnded(1));

        Assert.Empty(call.State.Recordings);
        Assert.Equal(CallPhase.Ended, call.State.Phase);
    }

    [Fact]
    public void ATransferIntoABox_EndsTheCallsRecording_AndBeginsTheMessage()
    {
        var call = new CallScript().Connected(record: true);
        call.See(call.Referred(2, "*971002")).Route(new VoicemailRoute(CallDirection.Internal, false, Box, false));
        call.See(call.PromptEnded(1));

        Assert.Contains("stop", call.Sent());
        Assert.Equal([null, CallScript.Agent2], call.State.Recordings.Select(recording => recording.Mailbox));
    }

    [Fact]
    public void TheOwner_HearsHowMany_ThenEach_AndSaysWhatBecomesOfIt()
    {
        var call = Hears(Box);
        Assert.Contains("say 1 #1 'You have one new message and one saved message.'", call.Sent());
        call.See(call.PromptEnded(1));
        Assert.Equal(["say 1 #2 'Message from one zero zero one.'+300ms+<voicemail/m1/ 2> until a digit"], call.Sent());

        call.See(call.PromptEnded(2));
        Assert.Equal(new MailboxAct.Mark("demo/m1", true), Act(call));
        Assert.Equal(["say 1 #3 'To hear it again, press one. To keep it, press two. To delete it, press three.' until a digit"], call.Sent());
        call.See(call.Digit('3'), call.PromptEnded(3, PromptEnd.Interrupted));
        Assert.Equal(new MailboxAct.Delete("demo/m1"), Act(call));
        Assert.Equal(["say 1 #4 'Message from an unknown number.'+300ms+<voicemail/m2/ 1> until a digit"], call.Sent());

        call.See(call.Digit('#'));
        Assert.Equal(["say 1 #5 'There are no more messages. Goodbye.'"], call.Sent());
        call.See(call.PromptEnded(5));
        Assert.Equal(CallPhase.Ended, call.State.Phase);
    }

    [Fact]
    public void OfWhoSaysNothing_TheNextMessageIsHeard()
    {
        var call = Hears(Box);
        call.See(call.PromptEnded(1), call.PromptEnded(2), call.PromptEnded(3));
        call.Sent();

        call.Wait(TimeSpan.FromSeconds(6));

        Assert.Contains("<voicemail/m2/ 1>", call.Sent().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePinIsAsked_AndThreeWrongOnesEndTheCall()
    {
        var box = Box with { PinHash = MailboxPin.Hash("4711") };
        var call = Hears(box);
        Assert.Contains("say 1 #1 'Enter your PIN, followed by the pound key.' until a digit", call.Sent());
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Press(call, "1234#");
        }

        Assert.Equal(3, call.Tells.OfType<CallTell.Mailbox>().Count(tell => tell.What is MailboxAct.WrongPin));
        Assert.Contains(call.Sent(), word => word.EndsWith("'You cannot be let into the mailbox. Goodbye.'", StringComparison.Ordinal));

        var right = Hears(box);
        Press(right, "4711#");
        Assert.Contains(right.Sent(), word => word.Contains("one new message", StringComparison.Ordinal));
    }

    [Fact]
    public void ALockedBox_LetsNobodyIn() =>
        Assert.Contains("say 1 #1 'You cannot be let into the mailbox. Goodbye.'", Hears(Box with { Locked = true }).Sent());

    private static MailboxAct Act(CallScript call) => call.Tells.OfType<CallTell.Mailbox>().Last().What;

    private static void Press(CallScript call, string digits)
    {
        foreach (var digit in digits)
        {
            call.See(call.Digit(digit));
        }
    }

    private static RecordingClosed Stored(CallScript call) => new(CallScript.Leg(1), call.Now, new RecordingId(CallScript.Tenant, "c1-m1"), 3, 4_200, true);

    private static CallScript Leaves(MailboxPlan box) => Begun(box, hears: false);

    private static CallScript Hears(MailboxPlan box) => Begun(box, hears: true);

    private static CallScript Begun(MailboxPlan box, bool hears)
    {
        var call = new CallScript().Offer(dialled: "*97").Route(new VoicemailRoute(CallDirection.Internal, false, box, hears));
        call.Sent();
        return call.See(call.MediaAnswered(1));
    }
}
