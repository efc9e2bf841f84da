using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Grains.Incidents;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>The rules of the watch: each attack is found with the signal that makes it one, and a day of a company is none.</summary>
public sealed class IncidentMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 7, 2, 0, 0, TimeSpan.Zero);
    private static readonly UserId Agent = new(new TenantId("demo"), "agent1");

    public static TheoryData<IncidentRule> Rules => [.. Enum.GetValues<IncidentRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void AnAttackIsFound_WithTheSignalThatMakesItOne(IncidentRule rule)
    {
        var machine = Experienced();
        var signals = AttackScripts.All[rule]().ToList();

        var before = signals.Take(signals.Count - 1).SelectMany(signal => machine.Apply(signal, signal.At)).ToList();
        var found = machine.Apply(signals[^1], signals[^1].At);

        Assert.Empty(before);
        Assert.Equal(rule, Assert.Single(found).Rule);
    }

    [Fact]
    public void EveryRuleHasAScript() => Assert.Equal(Enum.GetValues<IncidentRule>(), AttackScripts.All.Keys.Order());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AMixedDay_IsNoAttack(int seed)
    {
        var machine = Experienced();
        var signals = new MixedDay(seed, new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero)).Signals();

        var found = signals.SelectMany(signal => machine.Apply(signal, signal.At)).ToList();

        Assert.True(signals.Count > 30_000, $"Only {signals.Count} signals.");
        Assert.True(found.Count == 0, $"Seed {seed}: {string.Join('\n', found)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void AnAttackIsFound_AmongWhatADayIs(IncidentRule rule)
    {
        var machine = Experienced();
        var day = new MixedDay(4, new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero)).Signals();
        // The script begins at two in the night; here at ten in the morning, when most goes on.
        var attack = AttackScripts.All[rule]().Select(signal => signal with { At = signal.At.AddHours(8) });

        var found = day.Concat(attack).OrderBy(static signal => signal.At).SelectMany(signal => machine.Apply(signal, signal.At)).ToList();

        Assert.Equal(rule, Assert.Single(found).Rule);
    }

    [Fact]
    public void WhatGoesOn_IsToldAgainEveryTenMinutes()
    {
        var machine = Experienced();
        var found = Enumerable.Range(0, 300).SelectMany(i => machine.Apply(Outside(i, Now.AddSeconds(i * 5)), Now.AddSeconds(i * 5))).ToList();

        // 25 minutes: at the tenth call, and twice again.
        Assert.Equal([IncidentRule.TollBurst, IncidentRule.TollBurst, IncidentRule.TollBurst], found.Select(static each => each.Rule));
    }

    [Fact]
    public void WhoSignsInAfterAll_HasMistyped()
    {
        var machine = Experienced();
        var found = Enumerable.Range(0, 50).SelectMany(i => new IncidentSignal[]
        {
            new SignInFailed(Now.AddSeconds(i), "192.0.2.1", $"user{i}", true, false),
            new SignedIn(Now.AddSeconds(i), "192.0.2.1", new UserId(new TenantId("demo"), $"user{i}"), "s", null),
        }).SelectMany(signal => machine.Apply(signal, signal.At));

        Assert.Empty(found);
    }

    [Fact]
    public void ANewCompany_LearnsItsCountries_AndForgetsThemAfterNinetyDays()
    {
        var memory = new IncidentMemory();
        var machine = new IncidentMachine(new IncidentRules(), "CO", memory);
        Assert.Empty(Calls(Now));
        Assert.Empty(Calls(Now.AddDays(15)));
        Assert.Equal([IncidentRule.NewCountry], Calls(Now.AddDays(15 + 91)).Select(static found => found.Rule));

        // The same calls once a day keep it known.
        Assert.Empty(Calls(Now.AddDays(15 + 92)));

        List<Suspicion> Calls(DateTimeOffset at) => [.. Enumerable.Range(0, 4).SelectMany(i => machine.Apply(Outside(i, at.AddMinutes(i), "+37120000000"), at.AddMinutes(i)))];
    }

    [Fact]
    public void WhoTravelsByAeroplane_IsNobodyElse()
    {
        var machine = Experienced();
        Assert.Empty(machine.Apply(new SignedIn(Now, "a", Agent, "s1", new Place("CO", 4.71, -74.07)), Now));
        Assert.Empty(machine.Apply(new SignedIn(Now, "b", Agent, "s2", new Place("ES", 40.42, -3.70)), Now.AddHours(11)));
    }

    [Fact]
    public void ManySources_TakeBoundedMemory()
    {
        var seen = new Sightings<string>(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 100_000; i++)
        {
            seen.Add($"source{i}", "x", Now.AddMilliseconds(i));
        }

        Assert.InRange(seen.Keys, 1, 20_000);
        Assert.Equal(2, seen.Add("source99999", "y", Now.AddSeconds(101)).Count);
    }

    [Theory]
    [InlineData("tollBurst, newCountry", null)]
    [InlineData("tollBurst,everything", "everything")]
    [InlineData("7", "7")]
    [InlineData("tollBurst, forwardedBurst", "forwardedBurst")]
    public void RulesThatBlock_AreRules(string blocks, string? named)
    {
        var wrong = new IncidentRules { Blocks = blocks }.Validate(new(new object())).ToList();
        Assert.Equal(named is null, wrong.Count == 0);
        Assert.True(named is null || wrong[0].ErrorMessage!.Contains(named, StringComparison.Ordinal));
    }

    private static CalledOutside Outside(int number, DateTimeOffset at, string to = "+252611234567") => new(at, Agent, new CallId(Agent.Tenant, $"{at.Ticks}-{number}"), to, false, false);

    // A company that is not new, and calls where its customers are.
    private static IncidentMachine Experienced() => new(
        new IncidentRules(),
        "CO",
        new IncidentMemory { Since = Now.AddDays(-100), Countries = new[] { "US", "ES", "MX", "EC", "BR", "SO" }.ToDictionary(static country => country, _ => Now.AddDays(-1)) });
}
