using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Grain calls begin where Orleans finds the objects of earlier ones again.</summary>
public sealed class GrainCallThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task NoGrainCallBeginsOnAShardsThread()
    {
        var watch = new ThreadWatch();
        await using var edge = await EdgeUnderTest.StartAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(watch));
        await using var phone = new TestPhone("1001", edge.Udp);
        await using var rtp = new RtpPort();
        await phone.RegisterAsync();

        var call = await phone.InviteAsync("9196", SdpText.Audio(rtp.Local));
        Assert.Equal(200, call.Response.Status);
        await call.HangUpAsync();
        await Eventually.GetAsync("the call to be over", Patience, () => Task.FromResult(edge.Metric("rtc_calls_active")), static value => value == 0);

        Assert.Contains("Register", watch.Called);
        Assert.Contains("Offer", watch.Called);
        Assert.Contains("Report", watch.Called);
        Assert.Empty(watch.OnShards);
    }

    private sealed class ThreadWatch : IOutgoingGrainCallFilter
    {
        public ConcurrentQueue<string> Called { get; } = new();

        public ConcurrentQueue<string> OnShards { get; } = new();

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            Called.Enqueue(context.MethodName);
            if (Thread.CurrentThread.Name is { } name && (name.StartsWith("sip ", StringComparison.Ordinal) || name.StartsWith("media ", StringComparison.Ordinal)))
            {
                OnShards.Enqueue($"{context.MethodName} on {name}");
            }

            return context.Invoke();
        }
    }
}
