using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Tests.Calls;
using static RtcCluster.Grains.Tests.Flows.Flows;

namespace RtcCluster.Grains.Tests.Flows;

/// <summary>A call goes through a flow: prompts, digits, time-outs, web services, and a caller who hangs up in every state.</summary>
public sealed class FlowCallTests
{
    private static readonly string[] Support = [Menu("main", "'1':'support','2':'ask'"), Queue("support"), Gather("ask", "told"), Say("told", "end"), HangUp()];

    [Fact]
    public void AChoiceWhileThePromptIsHeard_LeadsIntoTheQueue()
    {
        var call = Begun(Support);
        Assert.Equal(["play 1 Silence", "answer 1 local", "say 1 #1 'main' until a digit"], call.Sent());

        call.See(call.Digit('1'), call.PromptEnded(1, PromptEnd.Interrupted));

        var join = Assert.IsType<QueueQuestion.Join>(call.Queue);
        Assert.Equal("support", join.Queue.Name);
        Assert.Null(call.State.Program);
        Assert.Contains("flow test", call.Ledger);
        Assert.Contains("flowLeft main>support queue:support", call.Ledger);
    }

    [Fact]
    public void AKeyOfABrowser_WhichComesAsAWish_IsAChoiceToo()
    {
        var call = Begun(Support);

        Assert.Equal(IntentStatus.Accepted, call.Act(new DigitsIntent(CallScript.Agent1, false, "1")).Status);
        if (call.Queue is null)
        {
            call.See(call.PromptEnded(1));
        }

        Assert.Equal("support", Assert.IsType<QueueQuestion.Join>(call.Queue).Queue.Name);
        Assert.Equal(IntentStatus.Forbidden, call.Act(new DigitsIntent(CallScript.Agent2, false, "1")).Status);
    }

    [Fact]
    public void AKeyOfABrowser_EndsThePromptThatItIsPressedIn_AndNoOther()
    {
        var call = Begun([Gather("ask", "told"), Say("told", "end"), HangUp()]);
        call.Sent();

        call.Act(new DigitsIntent(CallScript.Agent1, false, "1"));
        Assert.Equal(["play 1 Silence"], call.Sent());
        call.See(call.PromptEnded(1, PromptEnd.Replaced));
        call.Act(new DigitsIntent(CallScript.Agent1, false, "2#"));

        var said = Assert.Single(call.Sent());
        Assert.StartsWith("say 1 #2", said, StringComparison.Ordinal);
        call.Act(new DigitsIntent(CallScript.Agent1, false, "9"));
        Assert.Empty(call.Sent());
    }

    [Fact]
    public void ADigitThatLeadsNowhere_IsAskedAgain_AndSilenceTakesTheWayOut()
    {
        var call = Begun(Support);
        call.Sent();

        call.See(call.Digit('7'), call.PromptEnded(1, PromptEnd.Interrupted));
        Assert.Equal(["say 1 #2 'no'+'main' until a digit"], call.Sent());

        call.See(call.PromptEnded(2)).Wait(TimeSpan.FromSeconds(5));
        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
        Assert.Contains("flowLeft main>end hangUp", call.Ledger);
        Assert.Equal(CallResult.Refused, call.State.Result);
    }

    [Fact]
    public void Digits_AreGatheredToTheTerminator_ToTheLastOne_OrUntilNoMoreCome()
    {
        foreach (var (digits, waits, expected) in new[] { ("12#", false, "12"), ("1234", false, "1234"), ("12", true, "12") })
        {
            var call = Begun([Gather("ask", "told"), "'type':'say','name':'told','prompt':[{'digits':'account'}],'next':'end'", HangUp()]);
            call.Sent();
            foreach (var digit in digits)
            {
                call.See(call.Digit(digit));
            }

            if (waits)
            {
                call.Wait(TimeSpan.FromSeconds(3));
            }

            var spoken = string.Join(' ', expected.Select(digit => digit switch { '1' => "one", '2' => "two", '3' => "three", _ => "four" }));
            Assert.Equal([$"say 1 #2 '{spoken}'"], call.Sent());
        }
    }

    [Fact]
    public void TooFewDigits_AreAskedForAgain_AndThenTheCallerIsLedOn()
    {
        var call = Begun([Gather("ask", "told"), Say("told", "end"), HangUp()]);
        call.Sent();

        call.See(call.Digit('1')).Wait(TimeSpan.FromSeconds(3));
        Assert.Equal(["say 1 #2 'no'+'ask' until a digit"], call.Sent());
        call.See(call.PromptEnded(2)).Wait(TimeSpan.FromSeconds(5));

        Assert.Contains("flowLeft ask>end hangUp", call.Ledger);
    }

    [Fact]
    public void TheFirstPromptsEnd_DoesNotCountForTheSecond()
    {
        var call = Begun([Menu("one", "'1':'two'"), Menu("two", "'1':'end'"), HangUp()]);
        call.See(call.Digit('1'));
        call.See(call.PromptEnded(1, PromptEnd.Interrupted));

        Assert.Null(call.State.Program!.Until);
        call.See(call.PromptEnded(2));
        Assert.Equal(call.Now + TimeSpan.FromSeconds(5), call.State.Program!.Until);
    }

    [Fact]
    public void WhatWasSet_GoesWithTheCallerIntoTheQueue()
    {
        var call = Begun(["'type':'set','name':'vip','language':'es-CO','priority':7,'skills':{'spanish':60},'next':'hello'", Say("hello", "support"), Queue("support")]);
        call.See(call.PromptEnded(1));

        var join = Assert.IsType<QueueQuestion.Join>(call.Queue).What;
        Assert.Equal(7, join.Priority);
        Assert.Equal(("spanish", 60), (Assert.Single(join.Needs).Skill, join.Needs[0].Level));
    }

    [Fact]
    public void AWebService_IsAskedOutsideOfTheTurn_AndItsAnswerIsKnownFromThenOn()
    {
        var call = Begun([Hook, "'type':'switch','name':'tier','variable':'tier','cases':{'gold':'support'},'otherwise':'end'", Queue("support"), HangUp()]);
        var asked = Assert.Single(call.Tells.OfType<CallTell.Webhook>());
        Assert.Equal(("http://crm.test/lookup", true), (asked.Url.ToString(), asked.Body.Contains("\"caller\":\"1001\"", StringComparison.Ordinal)));

        call.Apply(new CallInput.WebAnswered(asked.Number, """{"tier":"gold","caller":"forged","list":[1]}"""));

        Assert.Contains("flowLeft crm>tier>support queue:support", call.Ledger);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[1,2]")]
    [InlineData("\"gold\"")]
    public void AWebServiceThatFailsOrAnswersNonsense_TakesTheOtherWay(string? body)
    {
        var call = Begun([Hook, "'type':'switch','name':'tier','variable':'tier','cases':{'gold':'support'},'otherwise':'end'", Queue("support"), HangUp()]);

        call.Apply(new CallInput.WebAnswered(1, body));

        Assert.Contains("flowLeft crm>end hangUp", call.Ledger);
    }

    [Fact]
    public void AWebServiceThatHangs_IsGivenUpByTheCallsOwnClock_AndItsLateAnswerSaysNothing()
    {
        var call = Begun([Hook, Menu("tier", "'1':'end'"), HangUp()], otherwise: "tier");
        call.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal("tier", call.State.Program is Grains.Flows.FlowRun run ? run.Step : "");

        call.Apply(new CallInput.WebAnswered(1, """{"tier":"gold"}"""));

        Assert.Equal("tier", ((Grains.Flows.FlowRun)call.State.Program!).Step);
        Assert.False(((Grains.Flows.FlowRun)call.State.Program!).Variables.ContainsKey("tier"));
    }

    [Fact]
    public void ANumber_IsRungAsIfItHadBeenDialled_AndTheTwoTalk()
    {
        var call = Begun([Menu("main", "'0':'operator'"), "'type':'transfer','name':'operator','number':'1002'", HangUp()], record: true);
        call.See(call.Digit('0'));
        Assert.Equal(("1002", 1), (call.Question!.Number, call.Question.Request.Hops));

        call.Route(CallScript.Ring(CallScript.Agent2, record: true, CallScript.Device(CallScript.Agent2, CallScript.A))).See(call.Ringing(2), call.Answered(2));

        Assert.Contains("connected 1+2", call.Ledger);
        Assert.Contains("record 1+2", call.Sent());
        Assert.Equal(CallPhase.Connected, call.State.Phase);
    }

    [Fact]
    public void NothingOfTheFlowItselfIsRecorded()
    {
        var call = Begun(Support, record: true);

        Assert.DoesNotContain(call.Sent(), word => word.StartsWith("record", StringComparison.Ordinal));
        Assert.Empty(call.State.Recordings);
    }

    [Fact]
    public void AFlowThatGoesRound_Ends_WithAWord()
    {
        // Saved flows have no such round; a store may hold anything.
        var call = Begun([Say("a", "b"), Say("b", "a")]);
        for (var prompt = 1; call.State.GoingOn && prompt < 500; prompt++)
        {
            call.See(call.PromptEnded(prompt));
        }

        Assert.Equal(CallPhase.Ended, call.State.Phase);
        Assert.Contains(call.Ledger, word => word.EndsWith("failed:The flow goes round.", StringComparison.Ordinal));
    }

    [Fact]
    public void ACallerWhoHangsUpInAnyStep_LeavesNothing()
    {
        string[][] states =
        [
            Support,
            [Say("a", "b"), Menu("b", "'1':'end'"), HangUp()],
            [Gather("ask", "end"), HangUp()],
            [Hook, Menu("tier", "'1':'end'"), HangUp()],
            ["'type':'hangUp','name':'bye','prompt':[{'say':{'en':'bye'}}]"],
        ];
        foreach (var steps in states)
        {
            var call = Begun(steps);
            call.See(call.Closed(1));
            call.Apply(new CallInput.WebAnswered(1, "{}"));
            call.Wait(TimeSpan.FromMinutes(1));

            Assert.Null(call.State.Program);
            Assert.True(call.State.Concluded);
            Assert.Equal(CallResult.Cancelled, call.State.Result);
        }
    }

    [Fact]
    public void ACallThatIsTransferredIntoAFlow_GoesThroughIt()
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "3000"));

        call.Route(Route(Of(Support)));
        Assert.Contains("say 1 #1 'main' until a digit", call.Sent());
        call.See(call.Digit('1'));

        Assert.Contains("flowLeft main>support queue:support", call.Ledger);
    }

    private const string Hook = "'type':'webhook','name':'crm','url':'http://crm.test/lookup','timeout':'00:00:02','next':'tier','otherwise':'end'";

    private static CallScript Begun(string[] steps, bool record = false, string? otherwise = null)
    {
        var flow = Of([.. steps.Select(step => otherwise is null ? step : step.Replace("'otherwise':'end'", $"'otherwise':'{otherwise}'", StringComparison.Ordinal))]);
        var call = new CallScript().Offer(dialled: "3000").Route(Route(flow, record));
        call.Sent();
        call.See(call.MediaAnswered(1));
        return call;
    }
}
