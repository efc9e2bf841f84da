using System.Diagnostics;
using RtcCluster.Load.Runner.Lab.Failover;

namespace RtcCluster.Runner.Tests.Lab.Failover;

public sealed class FailoverRoundTests
{
    private static readonly long Second = Stopwatch.Frequency;

    [Fact]
    public void OneAfterTheOther_IsNoDoubleOffer()
    {
        Ring[] rings = [Rang("ann", "a", 1, until: 5, connected: 2), Rang("bob", "b", 1, until: 6), Rang("ann", "b", 6, until: 9, connected: 7)];

        Assert.Empty(FailoverRound.DoublesOf(rings));
    }

    [Fact]
    public void TwoAgentsWhoTalkWithOneCaller_AreADoubleOffer_HoweverLateTheSecondCame()
    {
        Ring[] rings = [Rang("ann", "a", 1, until: 5, connected: 2), Rang("bob", "a", 60, until: 65, connected: 61)];

        Assert.Equal(["a talked with ann and bob"], FailoverRound.DoublesOf(rings));
    }

    [Fact]
    public void ACallThatRingsAtTwoAgentsAtOnce_AndAnAgentWithTwoCalls_AreDoubleOffers()
    {
        Ring[] rings = [Rang("ann", "a", 1, until: 9), Rang("bob", "a", 2, until: 3), Rang("eve", "c", 1, until: null, connected: 2), Rang("eve", "d", 30, until: 31)];

        Assert.Equal(["a rang at ann and bob", "eve had c and d"], FailoverRound.DoublesOf(rings));
    }

    [Fact]
    public void AnOrderToStopThatIsOnItsWay_IsForgiven()
    {
        Assert.Empty(FailoverRound.DoublesOf([Rang("ann", "a", 1, until: 5.9), Rang("bob", "a", 5, until: 9)]));
        Assert.NotEmpty(FailoverRound.DoublesOf([Rang("ann", "a", 1, until: 6.1), Rang("bob", "a", 5, until: 9)]));
    }

    [Fact]
    public void WhoRingsWhileMoreThanAllAgentsAreSurelyBeforeThem_HasOvertaken()
    {
        Visit[] visits = [Came("a", 0, 1), Came("b", 0, 1), Came("c", 2, 3)];
        Ring[] rings = [Rang("ann", "c", 5, until: 6), Rang("ann", "a", 7, until: 8), Rang("ann", "b", 9, until: 10)];

        Assert.Equal(1, FailoverRound.OvertakenBy(visits, rings, agents: 2));
        Assert.Equal(0, FailoverRound.OvertakenBy(visits, rings, agents: 3));
    }

    [Fact]
    public void WhoDialledBeforeTheOthersWereTakenIn_HasOvertakenNobody()
    {
        Visit[] visits = [Came("a", 0, 4), Came("c", 2, 3)];
        Ring[] rings = [Rang("ann", "c", 5, until: 6), Rang("ann", "a", 7, until: 8)];

        Assert.Equal(0, FailoverRound.OvertakenBy(visits, rings, agents: 1));
    }

    [Fact]
    public void ThePauseCountsFromWhenSomebodyWaited()
    {
        Visit[] visits = [Came("a", 0, 1), Came("b", 10, 11), Came("c", 10, 11)];
        Ring[] rings = [Rang("ann", "a", 1, until: 2), Rang("ann", "b", 12, until: 13), Rang("ann", "c", 15, until: 16)];

        Assert.Equal(3, FailoverRound.LongestPause(visits, rings), 3);
    }

    private static Ring Rang(string agent, string call, double at, double? until, double? connected = null) => new(agent, call, Ticks(at))
    {
        OverAt = until is { } over ? Ticks(over) : long.MaxValue,
        ConnectedAt = connected is { } answered ? Ticks(answered) : null,
    };

    private static Visit Came(string call, double dialled, double joined) => new() { Call = call, DialledAt = Ticks(dialled), JoinedAt = Ticks(joined) };

    private static long Ticks(double seconds) => (long)(seconds * Second);
}
