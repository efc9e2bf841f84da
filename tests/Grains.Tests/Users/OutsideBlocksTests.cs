using RtcCluster.Grains.Users;

namespace RtcCluster.Grains.Tests.Users;

public sealed class OutsideBlocksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly UserState _state = new();

    [Fact]
    public void EachCaseHasItsOwn_AndTheLatestHolds()
    {
        Assert.True(Change("a", Now.AddDays(30)));
        Assert.True(Change("b", Now.AddHours(24)));
        Assert.Equal(Now.AddDays(30), _state.OutsideBlockedUntil);

        Assert.True(Change("a", null));
        Assert.Equal(Now.AddHours(24), _state.OutsideBlockedUntil);

        Assert.True(Change("b", null));
        Assert.Null(_state.OutsideBlockedUntil);
    }

    [Fact]
    public void WhatIsSoAlready_IsNotWritten()
    {
        Assert.False(Change("a", null));
        Assert.True(Change("a", Now.AddHours(1)));
        Assert.False(Change("a", Now.AddHours(1)));
        Assert.True(Change("a", Now.AddHours(2)));
        Assert.Equal(Now.AddHours(2), _state.OutsideBlockedUntil);
    }

    [Fact]
    public void WhatIsOver_IsForgottenWithTheNext()
    {
        Change("a", Now.AddHours(1));
        OutsideBlocks.Change(_state, "b", Now.AddHours(30), Now.AddHours(2));

        Assert.Equal(["b"], _state.OutsideBlocks.Keys);
    }

    private bool Change(string incident, DateTimeOffset? until) => OutsideBlocks.Change(_state, incident, until, Now);
}
