using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Runner.Tests.Lab.Ledgers;

/// <summary>Books that tell what the telephones tell pass; each kind of lie is found.</summary>
public sealed class LedgerAccountTests
{
    private static readonly CallPlan Talk = new(CallKind.Answered, TimeSpan.Zero, TimeSpan.Zero, CallerHangsUp: true);
    private static readonly CallEnd ByPhone = new(CallEndBy.Phone, 0, 0);
    private static readonly CallEnd NotTaken = new(CallEndBy.Server, 503, 0);

    [Fact]
    public void BooksThatTellWhatTheTelephonesTell_HaveNothingWrong()
    {
        var attempt = Answered("+1");

        var account = LedgerAccount.Of([attempt], Books(Entry(attempt)));

        Assert.All([account.Missing, account.Duplicates, account.Wrong, account.Lost], Assert.Empty);
        Assert.Single(account.Errors);
    }

    [Fact]
    public void ACallThatIsNotThere_IsMissing_UnlessTheServerHasRefusedIt()
    {
        var (taken, refused) = (Answered("+1"), new Attempt("+2", Talk, "1002") { End = NotTaken });

        var account = LedgerAccount.Of([taken, refused], Books());

        Assert.Equal(["Answered +1 > 1002: ended by Phone, code 0"], account.Missing);
    }

    [Fact]
    public void ACallThatIsThereTwice_OrThatNobodyMade_IsADuplicate()
    {
        var attempt = Answered("+1");

        var account = LedgerAccount.Of([attempt], Books(Entry(attempt), Entry(attempt) with { Id = "again" }, Entry(attempt) with { Id = "other", From = "+9" }));

        Assert.Equal(["Answered +1 > 1002: 2 entries, a answered, again answered", "other: from +9, where nobody of ours is"], account.Duplicates);
    }

    [Fact]
    public void ARefusedCall_ThatTheLogSaysWasAnswered_IsWrong()
    {
        var refused = new Attempt("+2", Talk, "1002") { End = NotTaken };

        Assert.Empty(LedgerAccount.Of([refused], Books(Entry(refused) with { Result = "failed", AnsweredAt = null })).Wrong);
        Assert.Single(LedgerAccount.Of([refused], Books(Entry(refused))).Wrong);
    }

    [Theory]
    [InlineData("busy", "1002", 0, "caller", "agent")]
    [InlineData("answered", "1003", 0, "caller", "agent")]
    [InlineData("answered", "1002", 2, "caller", "agent")]
    [InlineData("answered", "1002", 0, "callee", "agent")]
    [InlineData("answered", "1002", 0, "caller", "somebody")]
    public void AnOutcome_ANumber_ADuration_WhoHungUp_OrWhoAnswered_ThatIsAnother_IsWrong(string result, string to, int longer, string by, string user)
    {
        var attempt = Answered("+1");
        var entry = Entry(attempt);

        var account = LedgerAccount.Of([attempt], Books(user, entry with { Result = result, To = to, TalkSeconds = entry.TalkSeconds + longer, HangupBy = by }));

        Assert.Single(account.Wrong);
        Assert.Empty(account.Lost);
    }

    [Fact]
    public void ACallerWhoWasCutOff_WhenSomebodyHadSaidYes_MayBeLoggedAsLostAfterAnAnswer()
    {
        var cut = new Attempt("+2", Talk, "1002") { End = new CallEnd(CallEndBy.Cut, 0, 0) };
        var entry = Entry(cut) with { Result = "lost" };

        Assert.Single(LedgerAccount.Of([cut], Books(entry)).Wrong);
        cut.Answers("agent");
        Assert.Empty(LedgerAccount.Of([cut], Books(entry)).Wrong);
    }

    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(0, 3, 1)]
    public void AnAgentWhoHangsUpBeforeTheQueueCouldAgree_HasTalkedWithNobody(int connected, int ended, int wrong)
    {
        var attempt = new Attempt("+1", Talk with { Kind = CallKind.Served }, "1002") { IsUp = true, End = ByPhone };
        attempt.Answers("agent");
        attempt.HangsUp(caller: true);
        var entry = Entry(attempt) with { AnsweredAt = attempt.HungUpAt!.Value.AddSeconds(connected), EndedAt = attempt.HungUpAt.Value.AddSeconds(ended) };
        var books = Books(entry) with { Reports = [new LoggedReport("a", [new LoggedVisit("q", "Answered", 0, "agent", 0)], [])] };

        Assert.Equal(wrong, LedgerAccount.Of([attempt], books).Wrong.Count);
    }

    [Fact]
    public void ACallThatWasTorn_IsLost_AndTheBooksAreRightWhenTheySaySo()
    {
        var torn = new Attempt("+1", Talk, "1002") { IsUp = true, Trouble = "it ended while they talked or waited", End = new CallEnd(CallEndBy.Server, 0, 0) };
        torn.Answers("agent");

        var account = LedgerAccount.Of([torn], Books(Entry(torn) with { Result = "lost" }));

        Assert.Equal(["Answered +1 > 1002: it ended while they talked or waited; logged as lost"], account.Lost);
        Assert.Empty(account.Wrong);
    }

    [Fact]
    public void TheSameSeed_PlansTheSameCalls_AndEveryKindIsAmongTwenty()
    {
        Assert.Equal(CallPlan.Make(50, 7), CallPlan.Make(50, 7));
        Assert.Equal(Enum.GetValues<CallKind>(), CallPlan.Make(20, 3).Select(plan => plan.Kind).Distinct().Order());
    }

    private static Attempt Answered(string number)
    {
        var attempt = new Attempt(number, Talk, "1002") { IsUp = true, End = ByPhone };
        attempt.Answers("agent");
        attempt.HangsUp(caller: true);
        return attempt;
    }

    private static LoggedEntry Entry(Attempt attempt)
    {
        var ended = attempt.HungUpAt ?? attempt.DialledAt;
        var answered = attempt.AnsweredAt ?? attempt.DialledAt;
        return new LoggedEntry("a", attempt.Number, attempt.Dialled, "answered", attempt.DialledAt, answered, ended, (ended - answered).TotalSeconds, "caller", null, 0);
    }

    private static LedgerBooks Books(params LoggedEntry[] entries) => Books("agent", entries);

    private static LedgerBooks Books(string user, params LoggedEntry[] entries) => new(
        entries,
        [.. entries.SelectMany(entry => new[] { Leg(entry, 1, "Caller", null), Leg(entry, 2, "Callee", user) })],
        [.. entries.Select(entry => new LoggedReport(entry.Id, [], []))]);

    private static LoggedLeg Leg(LoggedEntry entry, int leg, string role, string? user) => new(entry.Id, leg, role, "", user, entry.AnsweredAt, entry.EndedAt, "hangup");
}
