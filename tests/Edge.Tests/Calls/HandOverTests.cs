using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>A party asks for something in the moment in which another edge takes its dialog over: it is told to ask again, and is not left without an answer.</summary>
public sealed class HandOverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("INVITE")]
    [InlineData("REFER")]
    public async Task WhatIsOnItsWayToTheCall_IsRefusedWithLater(string method)
    {
        var held = new HeldReports();
        await using var edge = await EdgeUnderTest.StartAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(held));
        await using var phone = new TestPhone("1001", edge.Udp);
        await using var rtp = new RtpPort();
        await phone.RegisterAsync();
        var call = await phone.InviteAsync("9196", SdpText.Audio(rtp.Local), timeout: Patience);

        var asking = method == "INVITE" ? call.ReinviteAsync(SdpText.Audio(rtp.Local)) : call.SendAsync(method, $"Contact: <{phone.Contact}>\r\nRefer-To: <sip:1002@127.0.0.1>\r\n");
        await held.Arrived.WaitAsync(Patience, TestContext.Current.CancellationToken);
        HandOver(edge);

        Assert.Equal(491, (await asking.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        held.Release();
        Assert.Equal(200, (await call.HangUpAsync()).Status);
    }

    // As the call does it, with the number that the edge expects next.
    private static void HandOver(EdgeUnderTest edge)
    {
        var host = edge.Services.GetRequiredService<EdgeHost>();
        var call = Assert.Single(host.Calls.Going());
        var taken = host.Apply(new CallBatch(call.Id, 1, int.MaxValue, [])).TakenThrough;
        Assert.Equal(ApplyStatus.Taken, host.Apply(new CallBatch(call.Id, 1, taken + 1, [new HandOver(new LegId(1))])).Status);
    }

    /// <summary>Keeps from the call what its party asks for.</summary>
    private sealed class HeldReports : IOutgoingGrainCallFilter
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public void Release() => _released.TrySetResult();

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.MethodName == nameof(ICallGrain.Report) && context.Request.GetArgument(0) is LegReport report && report.Events.Any(happened => happened is LegReoffered or LegReferred))
            {
                _arrived.TrySetResult();
                await _released.Task;
            }

            await context.Invoke();
        }
    }
}
