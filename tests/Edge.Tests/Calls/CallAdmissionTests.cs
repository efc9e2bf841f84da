using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Lifecycle;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>A cluster of one server that takes calls in order, each for the same time, and callers by the clock: an open loop.</summary>
public sealed class CallAdmissionTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly CallAdmission _admission;
    private readonly Queue<(CallAdmission.Offered Call, DateTimeOffset Since)> _waiting = new();
    private double _share;

    public CallAdmissionTests() => _admission = new CallAdmission(new EdgeClock(_time));

    [Fact]
    public void BelowItsLimit_NobodyIsRefused()
    {
        var run = Run(seconds: 20, callsASecond: 160, takenASecond: 200);

        Assert.Equal((3200, 0), (run.Asked, run.Refused));
    }

    [Theory]
    [InlineData(1.1)]
    [InlineData(2)]
    [InlineData(5)]
    public void AboveIt_WhatIsTakenStaysNearTheMost_AndNobodyWaitsForLong(double load)
    {
        Run(seconds: 10, callsASecond: 200 * load, takenASecond: 200);
        var run = Run(seconds: 30, callsASecond: 200 * load, takenASecond: 200);

        Assert.InRange(run.Taken / 30.0, 180, 200.1);
        Assert.InRange(run.Longest, TimeSpan.Zero, 3 * CallAdmission.Target);
        Assert.InRange(run.Refused, 1, run.Asked);
    }

    [Fact]
    public void ABurstThatIsTakenInTime_IsLetIn()
    {
        for (var number = 0; number < 90; number++)
        {
            Assert.True(_admission.MayBegin("1001"));
            Offer();
        }

        Run(seconds: 2, callsASecond: 0, takenASecond: 200);
        Assert.Equal(0, _admission.Pending);
    }

    [Fact]
    public void APauseInWhichNobodyWaitsForTooLong_RefusesNobody()
    {
        Run(seconds: 5, callsASecond: 300, takenASecond: 400);

        // A collection, a store that forks: 0.4 s in which nothing is taken.
        var pause = Run(milliseconds: 400, callsASecond: 300, takenASecond: 0);
        var after = Run(seconds: 3, callsASecond: 300, takenASecond: 1000);
        Assert.Equal((0, 0), (pause.Refused, after.Refused));
    }

    [Fact]
    public void WhenNothingIsTaken_FewMayWait_AndAllAreLetInAgainWhenItIs()
    {
        // A store that is away: each offer fails after five seconds.
        var stuck = Run(seconds: 4, callsASecond: 100, takenASecond: 0);
        Assert.InRange(stuck.Asked - stuck.Refused, CallAdmission.Least, 120);
        Assert.False(_admission.MayBegin("1001"));

        Run(seconds: 5, callsASecond: 100, takenASecond: 200);
        var after = Run(seconds: 10, callsASecond: 100, takenASecond: 200);
        Assert.Equal((1000, 0), (after.Asked, after.Refused));
    }

    [Fact]
    public void ANumberThatMayBeAnEmergencyNumber_IsNeverRefused()
    {
        Run(seconds: 4, callsASecond: 100, takenASecond: 0);

        Assert.False(_admission.MayBegin("1001"));
        Assert.True(_admission.MayBegin("112"));
    }

    private void Offer() => _waiting.Enqueue((_admission.Begin(), _time.GetUtcNow()));

    private (int Asked, int Refused, int Taken, TimeSpan Longest) Run(double callsASecond, double takenASecond, int seconds = 0, int milliseconds = 0)
    {
        var (asked, refused, taken, longest, due) = (0, 0, 0, TimeSpan.Zero, 0.0);
        for (var tick = 0; tick < (seconds * 1000) + milliseconds; tick++)
        {
            _time.Advance(Tick);
            for (due += callsASecond / 1000; due >= 1 - 1e-9; due--)
            {
                asked++;
                if (_admission.MayBegin("1001"))
                {
                    Offer();
                }
                else
                {
                    refused++;
                }
            }

            // A server that is idle saves nothing up.
            _share = Math.Min(_share + (takenASecond / 1000), Math.Max(1, takenASecond / 1000));
            while (_share >= 1 && _waiting.TryDequeue(out var first))
            {
                _share--;
                taken++;
                var took = _time.GetUtcNow() - first.Since;
                longest = took > longest ? took : longest;
                first.Call.Dispose();
            }
        }

        return (asked, refused, taken, longest);
    }
}
