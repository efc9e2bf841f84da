using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Lifecycle;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

/// <summary>When an edge takes itself for cut off.</summary>
public sealed class CutOffRuleTests
{
    private readonly CutOffRule _rule = new();

    [Theory]
    // Of five members: the smaller side of two, half of four, and the store's outage in which all are there.
    [InlineData(1, 3, 0, true)]
    [InlineData(1, 2, 0, true)]
    [InlineData(4, 0, 0, false)]
    [InlineData(2, 2, 0, false)]
    // One whose processes have ended is on no side: their machines say so.
    [InlineData(1, 0, 3, false)]
    [InlineData(0, 0, 4, false)]
    // An edge and a silo without a store: neither knows of the other.
    [InlineData(0, 1, 0, true)]
    // A Standalone has no others.
    [InlineData(0, 0, 0, false)]
    public void WithoutTheStore_WhoReachesHalfOfTheMembersOrLess_IsCutOff(int answers, int silent, int refuses, bool isCutOff)
    {
        _rule.Take(storeAnswers: false, Found(answers, silent, refuses));
        _rule.Take(storeAnswers: false, Found(answers, silent, refuses));

        Assert.Equal(isCutOff, _rule.IsCutOff);
    }

    [Fact]
    public void WhoReachesTheStore_IsNeverJudged()
    {
        _rule.Take(storeAnswers: true, Found(0, 4, 0));
        _rule.Take(storeAnswers: true, Found(0, 4, 0));

        Assert.False(_rule.IsCutOff);
    }

    [Fact]
    public void OneRound_IsAMoment_AndOneAnswerOfTheStore_EndsIt()
    {
        Assert.False(_rule.Take(storeAnswers: false, Found(1, 3, 0)));
        Assert.False(_rule.Take(storeAnswers: false, Found(4, 0, 0)));
        Assert.False(_rule.Take(storeAnswers: false, Found(1, 3, 0)));
        Assert.True(_rule.Take(storeAnswers: false, Found(1, 3, 0)));
        Assert.False(_rule.Take(storeAnswers: false, Found(1, 3, 0)));

        Assert.True(_rule.Take(storeAnswers: true, []));
        Assert.False(_rule.IsCutOff);
    }

    [Fact]
    public async Task AListener_Answers_AndAPortThatNobodyHas_Refuses()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Bound and not listening: nobody else can have the port meanwhile.
        Assert.Equal(Reach.Refuses, await CutOffWatch.LookAsync((IPEndPoint)listener.LocalEndPoint!, TestContext.Current.CancellationToken));

        listener.Listen();

        Assert.Equal(Reach.Answers, await CutOffWatch.LookAsync((IPEndPoint)listener.LocalEndPoint!, TestContext.Current.CancellationToken));
    }

    private static List<Reach> Found(int answers, int silent, int refuses) =>
        [.. Enumerable.Repeat(Reach.Answers, answers), .. Enumerable.Repeat(Reach.Silent, silent), .. Enumerable.Repeat(Reach.Refuses, refuses)];
}
