using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Cluster.Tests.Children;

/// <summary>Processes that a test starts to signal or kill: this program with <c>child PART</c> and the host's settings as arguments.</summary>
internal static class Child
{
    public const string Ready = "ready";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Starts this program as a child of the test.</summary>
    public static RunningProcess Start(string part, params string[] settings) =>
        RunningProcess.Start(part, "dotnet", [typeof(Child).Assembly.Location, "child", part, .. settings]);

    public static async Task<int> RunAsync(string part, string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        if (part is "edge" or "core" or "joining")
        {
            // A core or an edge alone must not be told SQLite; nothing here opens a database.
            builder.Configuration["Database:Provider"] = "PostgreSql";
            builder.Configuration["Database:ConnectionString"] = "Host=h";
        }

        builder.AddRtcCluster(part switch { "edge" => ClusterRoles.Edge, "core" or "joining" => ClusterRoles.Core, _ => ClusterRoles.Core | ClusterRoles.Edge }, part);
        if (part == "stopping")
        {
            builder.Services.AddSingleton<IDrainStep>(new SlowStep());
        }

        if (part == "joining")
        {
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new StuckStart());
        }

        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine($"{Ready} {host.Services.GetRequiredService<ClusterMembership>().Local.ToParsableString()}");
        if (part == "writer")
        {
            await WriteAsync(host.Services.GetRequiredService<IGrainFactory>());
        }

        // A child that nobody ends any more ends itself.
        await host.WaitForShutdownAsync(new CancellationTokenSource(Lifetime).Token);
        return 0;
    }

    /// <summary>Sixteen callers add to a grain each, and say each sum once it is acknowledged.</summary>
    private static Task WriteAsync(IGrainFactory grains) => Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
    {
        var counter = grains.GetGrain<ICounterGrain>($"demo/{i}");
        for (var n = 0; n < 100_000; n++)
        {
            Console.WriteLine($"saved {i} {await counter.Add()}");
        }
    })));

    /// <summary>A start that gets no further than this: the others know of the member, and it is not active.</summary>
    private sealed class StuckStart : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
            "stuck",
            ServiceLifecycleStage.ApplicationServices,
            static async cancellation =>
            {
                Console.WriteLine("joining");
                await Task.Delay(Timeout.Infinite, cancellation);
            });
    }

    private sealed class SlowStep : IDrainStep
    {
        public DrainStage Stage => DrainStage.End;

        public string Name => "slow";

        public async Task Run(Drain drain, CancellationToken cancellation)
        {
            Console.WriteLine("ending calls");
            await Task.Delay(TimeSpan.FromSeconds(20), cancellation);
        }
    }
}
