using System.Globalization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Grains.Incidents;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>What the watch must not be brought to: by strangers, by what it stopped itself, by those who come again.</summary>
public sealed class IncidentBoundTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 7, 2, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Demo = new("demo");
    private static readonly UserId Agent = new(Demo, "agent1");
    private static readonly Place Bogota = new("CO", 4.71, -74.07);
    private static readonly Place Bucharest = new("RO", 44.43, 26.10);
    private readonly IncidentRules _rules = new() { LearningDays = 0 };
    private readonly IncidentMemory _memory = new() { Since = Now.AddDays(-100) };

    [Fact]
    public void WhomStrangersCall_IsNoBurst_AndIsBlockedForNothing()
    {
        var machine = Machine();
        var forwarded = Many(60, i => Outside(i, "+573001234567") with { IsForwarded = true }, machine);
        Assert.Equal([(IncidentRule.ForwardedBurst, false)], forwarded);

        Assert.Equal([(IncidentRule.BlockedNumbers, false)], Many(5, i => Outside(i, "+88213000000") with { IsRefused = true, IsForwarded = true }, Machine()));
        Assert.Equal([(IncidentRule.NewCountry, false)], Many(3, i => Outside(i, "+37120000000") with { IsForwarded = true }, Machine()));
    }

    [Fact]
    public void WhoCallsOneself_MayBeBlocked()
    {
        Assert.Equal([(IncidentRule.TollBurst, true)], Many(40, i => Outside(i, "+573001234567"), Machine()));
        Assert.Equal([(IncidentRule.BlockedNumbers, true)], Many(5, i => Outside(i, "+88213000000") with { IsRefused = true }, Machine()));
        Assert.Equal([(IncidentRule.NewCountry, true)], Many(3, i => Outside(i, "+37120000000"), Machine()));
    }

    [Fact]
    public void WhatABlockRefuses_IsNoBurst_AndTeachesNothing()
    {
        Assert.Empty(Many(60, i => Outside(i, "+37120000000") with { StoppedBy = OutsideStop.Block }, Machine()));
        Assert.Empty(_memory.Countries);
    }

    [Fact]
    public void WhatALimitRefuses_IsABurst_AndTeachesNothing()
    {
        Assert.Equal([(IncidentRule.TollBurst, true)], Many(60, i => Outside(i, "+37120000000") with { StoppedBy = OutsideStop.Limit }, Machine()));
        Assert.Empty(_memory.Countries);
    }

    [Theory]
    [InlineData("+1767400", true)]
    [InlineData("1767400", true)]
    [InlineData("\01767400", false)]
    [InlineData("x1767400", false)]
    public void ANumberBeginsWithADigitOrAPlus(string block, bool isOne)
    {
        var found = Many(20, i => new CalledFromOutside(Now.AddSeconds(i), Call(i), $"{block}{i + 100:000}", "+576015550100", 0, 62_000), Machine());
        Assert.Equal(isOne, found.Contains((IncidentRule.CallPumping, true)));
    }

    [Fact]
    public void EachSessionOfAnotherPlace_IsFound_UntilSomebodyCouldBeThere()
    {
        _rules.Blocks = "impossibleTravel";
        var machine = Machine();
        Assert.Empty(SignIn(machine, "s1", Bogota, 0));

        Assert.Equal("s2", Assert.Single(SignIn(machine, "s2", Bucharest, 15)).Session);
        Assert.Equal("s3", Assert.Single(SignIn(machine, "s3", Bucharest, 16)).Session);
        // The user is where they were.
        Assert.Empty(SignIn(machine, "s4", Bogota, 17));
        Assert.Equal("s5", Assert.Single(SignIn(machine, "s5", Bucharest, 18)).Session);
        Assert.Empty(SignIn(machine, "s6", Bucharest, 17 + (12 * 60)));
    }

    [Fact]
    public void WherePeopleDecide_TheNewPlaceIsWhereTheUserIs()
    {
        var machine = Machine();
        SignIn(machine, "s1", Bogota, 0);
        Assert.Single(SignIn(machine, "s2", Bucharest, 15));
        Assert.Empty(SignIn(machine, "s3", Bucharest, 40));
    }

    [Fact]
    public void OfStrangers_AHundredAreToldAtATime_AndUsersBesideThem()
    {
        var machine = Machine();
        var told = 0;
        for (var source = 0; source < 300; source++)
        {
            for (var account = 0; account < 10; account++)
            {
                told += machine.Apply(new SignInFailed(Now, $"2001:db8::{source}", account.ToString(CultureInfo.InvariantCulture), false, true), Now).Count;
            }
        }

        Assert.Equal(100, told);
        Assert.Equal([(IncidentRule.TollBurst, true)], Many(40, i => Outside(i, "+573001234567"), machine));
        Assert.Equal([(IncidentRule.PasswordGuessing, true)], Many(10, i => new SignInFailed(Now, "192.0.2.1", "agent2", true, false), machine));

        // Ten minutes later others have their turn.
        var later = Now.AddMinutes(10);
        Assert.Single(Enumerable.Range(0, 10).SelectMany(account => machine.Apply(new SignInFailed(later, "198.51.100.1", $"{account}", false, true), later)));
    }

    private static List<(IncidentRule Rule, bool MayBlock)> Many(int count, Func<int, IncidentSignal> make, IncidentMachine machine) =>
        [.. Enumerable.Range(0, count).Select(make).SelectMany(signal => machine.Apply(signal, signal.At)).Select(static found => (found.Rule, found.MayBlock))];

    private static IReadOnlyList<Suspicion> SignIn(IncidentMachine machine, string session, Place place, int minutes) =>
        machine.Apply(new SignedIn(Now.AddMinutes(minutes), "192.0.2.1", Agent, session, place), Now.AddMinutes(minutes));

    private static CalledOutside Outside(int second, string to) => new(Now.AddSeconds(second), Agent, Call(second), to, false, false);

    private static CallId Call(int number) => new(Demo, $"c{number.ToString(CultureInfo.InvariantCulture)}");

    private IncidentMachine Machine() => new(_rules, "CO", _memory);
}
