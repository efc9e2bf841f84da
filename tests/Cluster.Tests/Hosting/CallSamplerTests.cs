using System.Diagnostics;
using OpenTelemetry.Trace;
using RtcCluster.Cluster.Telemetry;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Tracing;

namespace RtcCluster.Cluster.Tests.Hosting;

public sealed class CallSamplerTests
{
    [Fact]
    public void EveryProcessChoosesTheSameCalls_AndAboutTheShareThatIsAskedFor()
    {
        var (one, other) = (new CallSampler(0.25), new CallSampler(0.25));
        var calls = Enumerable.Range(0, 2_000).Select(number => new CallId($"demo/call{number}")).ToList();

        var chosen = calls.Where(call => IsChosen(one, CallTrace.Top(call))).ToList();

        Assert.Equal(chosen, calls.Where(call => IsChosen(other, new ActivityContext(CallTrace.IdOf(call), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded))));
        Assert.InRange(chosen.Count, 400, 600);
    }

    [Fact]
    public void WhatBelongsToNoCall_OrToATraceThatIsNotRecorded_IsNotTraced()
    {
        var all = new CallSampler(1);
        var call = new CallId("demo/call");

        Assert.True(IsChosen(all, CallTrace.Top(call)));
        Assert.False(IsChosen(all, default));
        Assert.False(IsChosen(all, new ActivityContext(CallTrace.IdOf(call), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None)));
    }

    private static bool IsChosen(Sampler sampler, ActivityContext parent) =>
        sampler.ShouldSample(new SamplingParameters(parent, parent.TraceId, "span", ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample;
}
