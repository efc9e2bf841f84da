using System.Globalization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>The ten attack scripts: what the watch of the company <c>demo</c> in Colombia sees of each. The first moment is 0; the rule must find it with the last signal.</summary>
internal static class AttackScripts
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly DateTimeOffset Start = new(2026, 3, 7, 2, 0, 0, TimeSpan.Zero);

    /// <summary>All of them by rule.</summary>
    public static IReadOnlyDictionary<IncidentRule, Func<IEnumerable<IncidentSignal>>> All { get; } = new Dictionary<IncidentRule, Func<IEnumerable<IncidentSignal>>>
    {
        // A stolen account at night, a call every 2.67 s to Somalia: Georgia, $166,000 in a weekend (facts/threats, T1).
        [IncidentRule.TollBurst] = () => Repeat(10, 2.67, (i, at) => Outside(at, "agent1", $"+25261{i:0000000}")),

        // Which prefixes are let through? Premium and satellite numbers in turn.
        [IncidentRule.BlockedNumbers] = () => Repeat(5, 20, (i, at) => Outside(at, "agent1", i % 2 == 0 ? $"+88213{i:000000}" : $"+979{i:00000000}", isRefused: true)),

        // Forwarding was set to a mobile number that pays for what it gets, and somebody calls the extension.
        [IncidentRule.ForwardedBurst] = () => Repeat(12, 30, (i, at) => Outside(at, "agent2", "+573001234567", isForwarded: true)),

        // Slowly, so that no burst is seen.
        [IncidentRule.NewCountry] = () => Repeat(3, 900, (i, at) => Outside(at, "agent3", $"+37120{i:000000}")),

        // Calls of 62 seconds each to the menu, from a block of numbers that earns a share of what they cost.
        [IncidentRule.CallPumping] = () => Repeat(20, 45, (i, at) => new CalledFromOutside(at, Call(i), $"+1767400{i + 100:000}", "+576015550100", 0, 62_000 + (i * 17))),

        // One ring at each extension of the company, so that people call back.
        [IncidentRule.MissedCallBait] = () => Repeat(8, 6, (i, at) => new CalledFromOutside(at, Call(i), $"+216710{i + 10:000}5", $"{1001 + i}", 1_200, null)),

        // "Summer2026!" at every account, one a quarter of a minute.
        [IncidentRule.PasswordSpray] = () => Repeat(10, 15, (i, at) => new SignInFailed(at, "203.0.113.9", $"user{i}", true, false)),

        // A list of passwords at the administrator's account, from addresses that change.
        [IncidentRule.PasswordGuessing] = () => Repeat(10, 5, (i, at) => new SignInFailed(at, $"203.0.113.{i}", "admin", true, false)),

        // Which extensions are there? 100, 101, 102.
        [IncidentRule.ExtensionScan] = () => Repeat(10, 0.2, (i, at) => new SignInFailed(at, "198.51.100.7", $"{100 + i}", false, true)),

        // Bogotá, and a quarter of an hour later Bucharest.
        [IncidentRule.ImpossibleTravel] = () =>
        [
            new SignedIn(Start, "192.0.2.1", User("agent4"), "s1", new Place("CO", 4.71, -74.07)),
            new SignedIn(Start.AddMinutes(15), "203.0.113.5", User("agent4"), "s2", new Place("RO", 44.43, 26.10)),
        ],
    };

    private static IEnumerable<IncidentSignal> Repeat(int times, double seconds, Func<int, DateTimeOffset, IncidentSignal> make) =>
        Enumerable.Range(0, times).Select(i => make(i, Start.AddSeconds(i * seconds)));

    private static CalledOutside Outside(DateTimeOffset at, string user, string number, bool isRefused = false, bool isForwarded = false) =>
        new(at, User(user), new CallId(Tenant, at.Ticks.ToString(CultureInfo.InvariantCulture)), number, isRefused, isForwarded);

    private static UserId User(string name) => new(Tenant, name);

    private static CallId Call(int number) => new(Tenant, $"in{number.ToString(CultureInfo.InvariantCulture)}");
}
