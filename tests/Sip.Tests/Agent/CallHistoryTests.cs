using CsCheck;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class CallHistoryTests
{
    [Fact]
    public void EveryCallEndsOnBothSides_WhateverTheNetworkDoes()
    {
        // CsCheck prints the seed that brings a failing history back: pass it as CsCheck_Seed.
        var outcomes = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var history = new CallHistory(seed);
                if (history.Run() is { } wrong)
                {
                    var trace = new List<string>();
                    new CallHistory(seed, trace.Add).Run();
                    Assert.Fail($"{wrong}\n{string.Join('\n', trace)}");
                }

                outcomes.AddOrUpdate(history.Outcome, 1, (_, count) => count + 1);
            },
            iter: 20_000,
            seed: "0000KdJ5Gfd1");
        Assert.True(outcomes.GetValueOrDefault("talked/Ended") > 10_000, string.Join(", ", outcomes));
        Assert.True(outcomes.GetValueOrDefault("failed/Failed") > 1_000, string.Join(", ", outcomes));
    }
}
