using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;

namespace RtcCluster.Grains.Tests.Users;

/// <summary>What of a user's presence is news.</summary>
public sealed class UserPresenceTests
{
    [Fact]
    public void WhatACalendarSaysAgain_IsNoNews()
    {
        var presence = new UserPresence(new UserState());
        var at = new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
        Engagement[] busy = [new(at, at.AddHours(1)), new(at.AddHours(2), at.AddHours(3))];

        Assert.False(presence.Engage([]));
        Assert.True(presence.Engage(busy));
        Assert.False(presence.Engage([.. busy.Select(static each => each with { })]));
        Assert.True(presence.Engage([busy[0]]));
        Assert.True(presence.Engage([]));
    }
}
