using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>Who is let in, as a table: what the queue is like, and what a caller is told.</summary>
public sealed class AdmissionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Agents: a talks, f free, p paused, o logged out; wait: callers before this one; the last columns: who must be there, the longest estimate in seconds.
    [Theory]
    [InlineData("f", 0, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("a", 0, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("p", 0, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("o", 0, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("", 0, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("f", 0, "", StaffRule.LoggedIn, 0, "Waiting")]
    [InlineData("a", 0, "", StaffRule.LoggedIn, 0, "Waiting")]
    [InlineData("p", 0, "", StaffRule.LoggedIn, 0, "Waiting")]
    [InlineData("o", 0, "", StaffRule.LoggedIn, 0, "NobodyServes nobody")]
    [InlineData("", 0, "", StaffRule.LoggedIn, 0, "NobodyServes nobody")]
    [InlineData("f", 0, "", StaffRule.Working, 0, "Waiting")]
    [InlineData("a", 0, "", StaffRule.Working, 0, "Waiting")]
    [InlineData("p", 0, "", StaffRule.Working, 0, "NobodyServes nobody")]
    [InlineData("o", 0, "", StaffRule.Working, 0, "NobodyServes nobody")]
    [InlineData("po", 0, "", StaffRule.Working, 0, "NobodyServes nobody")]
    [InlineData("pa", 0, "", StaffRule.Working, 0, "Waiting")]
    [InlineData("f", 0, "", StaffRule.Ready, 0, "Waiting")]
    [InlineData("a", 0, "", StaffRule.Ready, 0, "NobodyServes nobody")]
    [InlineData("p", 0, "", StaffRule.Ready, 0, "NobodyServes nobody")]
    [InlineData("af", 0, "", StaffRule.Ready, 0, "Waiting")]
    [InlineData("a", 2, "", StaffRule.Nobody, 0, "Waiting")]
    [InlineData("a", 3, "", StaffRule.Nobody, 0, "Full full")]
    [InlineData("a", 3, "", StaffRule.Ready, 0, "Full full")]
    [InlineData("a", 3, "", StaffRule.Nobody, 1, "Full full")]
    [InlineData("a", 0, "", StaffRule.Nobody, 180, "Waiting")]
    [InlineData("a", 0, "", StaffRule.Nobody, 179, "TooSlow slow")]
    [InlineData("f", 0, "", StaffRule.Nobody, 1, "Waiting")]
    [InlineData("a", 1, "", StaffRule.Nobody, 360, "Waiting")]
    [InlineData("a", 1, "", StaffRule.Nobody, 359, "TooSlow slow")]
    [InlineData("aa", 1, "", StaffRule.Nobody, 180, "Waiting")]
    [InlineData("aa", 1, "", StaffRule.Nobody, 179, "TooSlow slow")]
    [InlineData("p", 0, "", StaffRule.Working, 1, "NobodyServes nobody")]
    [InlineData("f", 0, "closed", StaffRule.Nobody, 0, "Closed closed")]
    [InlineData("a", 0, "closed", StaffRule.Ready, 1, "Closed closed")]
    [InlineData("o", 0, "closed", StaffRule.LoggedIn, 0, "Closed closed")]
    [InlineData("f", 0, "holiday", StaffRule.Nobody, 0, "Holiday holiday")]
    [InlineData("o", 0, "closed holiday", StaffRule.LoggedIn, 1, "Holiday holiday")]
    [InlineData("f", 0, "emergency", StaffRule.Nobody, 0, "Emergency emergency")]
    [InlineData("f", 0, "emergency holiday", StaffRule.Nobody, 0, "Emergency emergency")]
    [InlineData("f", 0, "emergency closed", StaffRule.Nobody, 0, "Emergency emergency")]
    public void WhoIsLetIn(string agents, int waiting, string switches, StaffRule needs, int longest, string expected)
    {
        var floor = new Floor();
        string[] names = [.. agents.Select((_, at) => $"agent{at}")];
        var rules = new QueueRules
        {
            Members = [.. names.Select(name => new QueueMember(Floor.Agent(name)))],
            Limits = new QueueLimits { MaxWaiting = 3, WhenFull = "full", WhenNobodyServes = "nobody", WhenTooSlow = "slow", WhenClosed = "closed", OnHoliday = "holiday", InEmergency = "emergency" },
        };
        floor.Configure("support", rules);
        foreach (var (name, state) in names.Zip(agents).Where(agent => agent.Second != 'o'))
        {
            floor.LogIn(name);
            if (state == 'a')
            {
                floor.Join($"of {name}");
                floor.Answer(name);
            }
            else if (state == 'p')
            {
                floor.Put(name, new AgentInput.Paused("lunch"));
            }
        }

        for (var number = 0; number < waiting; number++)
        {
            floor.Join($"before{number}");
        }

        rules = rules with
        {
            Limits = rules.Limits with { JoinNeeds = needs, MaxEstimatedWait = longest == 0 ? null : longest * Second },
            Hours = new QueueHours
            {
                Weekly = switches.Contains("closed", StringComparison.Ordinal) ? [new OpenTime(DayOfWeek.Sunday, new TimeOnly(8, 0), new TimeOnly(9, 0))] : [],
                Holidays = switches.Contains("holiday", StringComparison.Ordinal) ? [new Holiday(DateOnly.FromDateTime(Floor.Start.UtcDateTime))] : [],
            },
        };
        floor.Configure("support", rules);
        floor.Put("support", new Grains.Queues.QueueInput.EmergencySet(switches.Contains("emergency", StringComparison.Ordinal)));

        var receipt = floor.Join("new");

        Assert.Equal(expected, $"{receipt.Status} {receipt.SendTo}".TrimEnd());
    }

    [Fact]
    public void WhoHasWaitedLongEnough_IsSentElsewhere_Once()
    {
        var floor = new Floor(new QueueRules { Limits = new QueueLimits { MaxWait = 60 * Second, AfterMaxWait = "3000" } });
        floor.Join("c1");
        floor.Advance(59 * Second);
        Assert.Null(floor.Calls["c1"].Outcome);

        floor.Advance(10 * Second);

        Assert.Equal("sent MaxWait 3000", floor.Calls["c1"].Outcome);
        Assert.Empty(floor.State().Callers);
        Assert.Equal(1, floor.State().Counts.SentAway);
    }

    [Fact]
    public void WhoIsRungForAtTheTime_GoesToo_AndTheAgentIsFreeAgain()
    {
        var floor = new Floor(new QueueRules { Limits = new QueueLimits { MaxWait = 15 * Second } }, "ana");
        floor.Join("c1");
        floor.Advance(15 * Second);

        Assert.Equal("sent MaxWait ", floor.Calls["c1"].Outcome);
        Assert.Null(floor.Ringing("ana"));
        Assert.True(floor.Agents["ana"].Free);
    }

    [Fact]
    public void WhenTheLastAgentLogsOut_NobodyGoesOnWaiting_WhereTheRulesSaySo()
    {
        var floor = new Floor(new QueueRules { Limits = new QueueLimits { StayNeeds = StaffRule.Working, WhenNobodyServes = "3000" } }, "ana", "bob");
        floor.Join("c1");
        floor.Answer(floor.Ringing("ana") is null ? "bob" : "ana");
        floor.Join("c2");
        floor.Join("c3");
        floor.Put("ana", new AgentInput.LoggedOut(Force: true));
        Assert.Null(floor.Calls["c3"].Outcome);

        floor.Put("bob", new AgentInput.LoggedOut(Force: true));

        Assert.Equal("sent NobodyServes 3000", floor.Calls["c3"].Outcome);
        Assert.Equal("sent NobodyServes 3000", floor.Calls["c2"].Outcome);
        Assert.Null(floor.Calls["c1"].Outcome);
    }

    [Fact]
    public void TheEmergencySwitch_EmptiesTheQueue()
    {
        var floor = new Floor(new QueueRules { Limits = new QueueLimits { InEmergency = "911" } });
        floor.Join("c1");

        floor.Put("support", new Grains.Queues.QueueInput.EmergencySet(true));

        Assert.Equal("sent Emergency 911", floor.Calls["c1"].Outcome);
    }

    [Fact]
    public void ClosingTime_SendsAway_WhereTheRulesSaySo()
    {
        // 14:00 UTC is 9:00 in Bogotá.
        var hours = new QueueHours { Zone = [new ZoneChange(Floor.Start.AddYears(-1), -300)], Weekly = [new OpenTime(DayOfWeek.Tuesday, new TimeOnly(8, 0), new TimeOnly(9, 30))], ClosingSendsAway = true };
        var floor = new Floor(new QueueRules { Hours = hours, Limits = new QueueLimits { WhenClosed = "*97" } });
        floor.Join("c1");
        floor.Advance(TimeSpan.FromMinutes(29));
        Assert.Null(floor.Calls["c1"].Outcome);

        floor.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("sent Closed *97", floor.Calls["c1"].Outcome);
        Assert.Equal(QueueJoinStatus.Closed, floor.Join("c2").Status);
    }

    [Theory]
    [InlineData(-1, 1, 50)]
    [InlineData(11, 1, 50)]
    [InlineData(0, 0, 50)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, 101)]
    public void AJoinThatBreaksABound_IsRefused(int priority, int visit, int level)
    {
        var floor = new Floor(new QueueRules(), "ana");
        var join = new QueueJoin { Call = Floor.Call("c1"), Caller = new Party("1001"), Priority = priority, Visit = visit, Needs = [new SkillNeed("english", level, [])] };

        Assert.Equal(QueueJoinStatus.Invalid, floor.Join("c1", join).Status);
    }
}
