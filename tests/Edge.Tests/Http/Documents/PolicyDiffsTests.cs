using RtcCluster.Edge.Http.Documents;
using RtcCluster.Storage.Policies;
using Xunit;

namespace RtcCluster.Edge.Tests.Http.Documents;

public sealed class PolicyDiffsTests
{
    [Fact]
    public async Task WhatWasAskedBefore_IsNotFoundOutAgain_AndNotAllIsKept()
    {
        using var diffs = new PolicyDiffs();
        var first = await diffs.OfAsync(Version(0), Version(1), TestContext.Current.CancellationToken);

        Assert.Same(first, await diffs.OfAsync(Version(0), Version(1), TestContext.Current.CancellationToken));
        Assert.NotSame(first, await diffs.OfAsync(Version(1), Version(0), TestContext.Current.CancellationToken));
        for (var i = 2; i < PolicyDiffs.MostKept * 2; i++)
        {
            Assert.Equal((0, i), await diffs.OfAsync(Version(0), Version(i), TestContext.Current.CancellationToken) is var diff ? (diff.From, diff.To) : default);
        }

        Assert.Equal(PolicyDiffs.MostKept, diffs.Kept);
        Assert.NotSame(first, await diffs.OfAsync(Version(0), Version(1), TestContext.Current.CancellationToken));
    }

    private static PolicyVersion Version(int number) => new()
    {
        TenantId = "demo", Kind = PolicyKind.Terms, Version = number, TitleEs = "t", TitleEn = "t", TextEs = $"{number}", TextEn = $"{number}", Hash = $"hash{number}", ChangedAt = default,
    };
}
