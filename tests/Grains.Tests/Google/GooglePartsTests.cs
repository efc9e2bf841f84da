using RtcCluster.Grains.Google;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>When what failed is tried again.</summary>
public sealed class GooglePartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null, 30)]
    [InlineData(0, 0, 30)]
    [InlineData(0, 45, 45)]
    [InlineData(3, 45, 240)]
    [InlineData(9, 45, 1_800)]
    [InlineData(0, 3_600, 3_600)]
    [InlineData(0, 864_000, 86_400)]
    public void WhatGoogleAsksForCounts_WhenItIsTheLongerPause_AndForADayAtMost(int failures, int? retryAfter, int seconds)
    {
        var account = new GoogleAccount { TenantId = "demo", UserName = "ana", Subject = "1", RefreshToken = "sealed", Failures = failures };
        var e = new GoogleException(GoogleFault.Throttled, "429", retryAfter is { } asked ? TimeSpan.FromSeconds(asked) : null);

        var failed = GoogleParts.Failed(account, GoogleParts.Contacts, e, Now);

        Assert.Equal((TimeSpan.FromSeconds(seconds), failures + 1, "sealed"), (failed.NotBefore - Now, failed.Failures, failed.RefreshToken));
    }
}
