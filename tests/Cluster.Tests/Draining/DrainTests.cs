using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Cluster.Draining;

namespace RtcCluster.Cluster.Tests.Draining;

public sealed class DrainTests
{
    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task RunsTheStagesInTheirOrder_BeforeAnyServiceStops()
    {
        using var host = Build(Step(DrainStage.Flush), Step(DrainStage.Refuse), Step(DrainStage.End), Step(DrainStage.Move));
        var drain = host.Services.GetRequiredService<Drain>();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(drain.IsDraining);

        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(drain.IsDraining);
        Assert.Equal(["Refuse", "Move", "End", "Flush", "sockets closed"], _log);
    }

    [Fact]
    public void WhatIsHeld_IsReleased_ButNotAfterTheSignal()
    {
        using var drain = new Drain(TimeSpan.Zero);

        drain.Hold();
        Assert.Equal((true, false, TimeSpan.Zero), (drain.IsDraining, drain.IsStopping, drain.Elapsed));
        drain.Release();
        Assert.False(drain.IsDraining);

        drain.Hold();
        drain.Begin();
        drain.Release();
        Assert.Equal((true, true), (drain.IsDraining, drain.IsStopping));
        Assert.True(drain.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task IsDraining_FromTheSignalOn()
    {
        using var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var drain = host.Services.GetRequiredService<Drain>();

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.True(drain.IsDraining);
        Assert.True(drain.Started.IsCancellationRequested);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WaitsForAllStepsOfAStage()
    {
        var slow = new TaskCompletionSource();
        using var host = Build(new TestStep(DrainStage.Move, "slow", async _ => { await slow.Task; _log.Enqueue("slow"); }), Step(DrainStage.End));
        await host.StartAsync(TestContext.Current.CancellationToken);

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_log);
        slow.SetResult();
        await stop;

        Assert.Equal(["slow", "End", "sockets closed"], _log);
    }

    [Fact]
    public async Task GoesOn_WhenAStepFails()
    {
        using var host = Build(new TestStep(DrainStage.Move, "broken", _ => throw new InvalidOperationException("broken")), Step(DrainStage.Flush));
        await host.StartAsync(TestContext.Current.CancellationToken);

        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Flush", "sockets closed"], _log);
    }

    [Fact]
    public async Task CutsStepsShort_AtTheBound_EvenOneThatDoesNotListen_AndStillFlushes()
    {
        var clock = new FakeTimeProvider();
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flush = new TestStep(DrainStage.Flush, "flush", cancellation =>
        {
            _log.Enqueue($"flush, cancelled {cancellation.IsCancellationRequested}");
            return Task.CompletedTask;
        });
        using var host = Build(clock, new TestStep(DrainStage.End, "deaf", async _ => { waiting.SetResult(); await new TaskCompletionSource().Task; }), flush);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        await waiting.Task;

        clock.Advance(DrainRunner.CallsBound - TimeSpan.FromTicks(1));
        Assert.Empty(_log);
        clock.Advance(TimeSpan.FromTicks(1));
        await stop;

        Assert.Equal(["flush, cancelled False", "sockets closed"], _log);
    }

    [Fact]
    public void BoundsAWholeStopAtThirtySeconds()
    {
        using var host = Build();

        Assert.Equal(TimeSpan.FromSeconds(30), host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostOptions>>().Value.ShutdownTimeout);
        Assert.Equal(TimeSpan.FromSeconds(3), host.Services.GetRequiredService<Drain>().Patience);
        Assert.InRange(DrainRunner.CallsBound.TotalSeconds, RtcClusterOptions.LongestDrain + 1, 30);
        Assert.InRange((DrainRunner.CallsBound + DrainRunner.FlushBound).TotalSeconds, 0, 28);
    }

    private TestStep Step(DrainStage stage) => new(stage, stage.ToString(), _ =>
    {
        _log.Enqueue(stage.ToString());
        return Task.CompletedTask;
    });

    private IHost Build(params TestStep[] steps) => Build(null, steps);

    private IHost Build(TimeProvider? clock, params TestStep[] steps)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddDraining(TimeSpan.FromSeconds(3));
        foreach (var step in steps)
        {
            builder.Services.AddSingleton<IDrainStep>(step);
        }

        builder.Services.AddSingleton<IHostedService>(new Sockets(_log));
        return builder.Build();
    }

    private sealed class TestStep(DrainStage stage, string name, Func<CancellationToken, Task> run) : IDrainStep
    {
        public DrainStage Stage => stage;

        public string Name => name;

        public Task Run(Drain drain, CancellationToken cancellation) => run(cancellation);
    }

    private sealed class Sockets(ConcurrentQueue<string> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            log.Enqueue("sockets closed");
            return Task.CompletedTask;
        }
    }
}
