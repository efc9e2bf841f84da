using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.Tests.Children;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Redis;

namespace RtcCluster.Cluster.Tests.Hosting;

/// <summary>What survives a process that is killed; the processes are real.</summary>
public sealed class KilledProcessTests
{
    private const int MostLate = 10;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // Members are missed within seconds by themselves; beside many other processes probes and votes wait for a processor as well.
    private static readonly TimeSpan SeenPatience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task LosesNothingThatWasAcknowledged_WhenKilledInMidWrite()
    {
        using var folder = TempFolder.Create("killed");
        string[] settings = [$"--Data:Path={folder.At("data")}", $"--Cluster:SiloPort={FreePorts.Take()}"];
        await using var writer = Child.Start("writer", settings);
        await writer.WaitForLineAsync("the 3,000th write", line => line.StartsWith("saved", StringComparison.Ordinal) && writer.Lines.Count > 3_000, StartPatience);

        writer.Kill();
        await writer.WaitForExitAsync(StartPatience);
        var acknowledged = Acknowledged(writer);

        using var host = Build(ClusterRoles.Core | ClusterRoles.Edge, settings);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        Assert.Equal(16, acknowledged.Count);
        foreach (var (counter, value) in acknowledged)
        {
            // One more may have reached the disk than its caller was told of.
            Assert.InRange(await grains.GetGrain<ICounterGrain>($"demo/{counter}").Value(), value, value + 1);
        }

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CallsTheEdgeGone_AndGoesOn_WhenAnEdgeIsKilled()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=killed-{Guid.NewGuid():N}"];
        using var core = Build(ClusterRoles.Core, [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        await core.StartAsync(TestContext.Current.CancellationToken);
        await using var edge = Child.Start("edge", [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        var key = (await edge.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..];
        var pinned = core.Services.GetRequiredService<IGrainFactory>().GetGrain<IPinnedGrain>(key);
        Assert.Equal(key, await pinned.Where());

        edge.Kill();
        await edge.WaitForExitAsync(StartPatience);
        await SeenGone(core, SiloAddress.FromParsableString(key));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => pinned.Where());
        Assert.Empty(core.Services.GetRequiredService<ClusterMembership>().Live(ClusterRoles.Edge));
        Assert.Equal(1, await core.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("demo/after").Add());
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ACallToAGrainOfAKilledSilo_WaitsUntilTheGrainIsElsewhere_AndIsNotRefused()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=refused-{Guid.NewGuid():N}"];
        using var core = Build(ClusterRoles.Core, [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        await core.StartAsync(TestContext.Current.CancellationToken);
        await using var other = Child.Start("core", [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        var gone = (await other.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..];
        var grains = core.Services.GetRequiredService<IGrainFactory>();
        var there = new List<ICounterGrain>();
        for (var i = 0; there.Count < 8; i++)
        {
            var grain = grains.GetGrain<ICounterGrain>($"demo/refused-{i}");
            Assert.Equal(1, await grain.Add());
            if (await grain.Where() == gone)
            {
                there.Add(grain);
            }
        }

        other.Kill();
        await other.WaitForExitAsync(StartPatience);

        // At once: nobody has noticed yet.
        Assert.All(await Task.WhenAll(there.Select(Add)), added => Assert.InRange(added.Value, 2, 2 + added.Late));
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AKilledSilo_IsMissedByItsConnection_BeforeAnyProbe()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=missed-{Guid.NewGuid():N}"];
        using var core = Build(ClusterRoles.Core, [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"], silo => silo.Configure<ClusterMembershipOptions>(options =>
            options.ProbeTimeout = options.MaxProbeTimeout = TimeSpan.FromHours(1)));
        await core.StartAsync(TestContext.Current.CancellationToken);
        await using var edge = Child.Start("edge", [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        var key = (await edge.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..];
        // There is a connection to it.
        Assert.Equal(key, await core.Services.GetRequiredService<IGrainFactory>().GetGrain<IPinnedGrain>(key).Where());

        edge.Kill();

        await SeenGone(core, SiloAddress.FromParsableString(key));
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AFrozenEdge_IsCalledGone_AndEndsItself_WhenItWakes()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=frozen-{Guid.NewGuid():N}"];
        using var core = Build(ClusterRoles.Core, [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        await core.StartAsync(TestContext.Current.CancellationToken);
        await using var edge = Child.Start("edge", [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        var address = SiloAddress.FromParsableString((await edge.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..]);

        await Signal("STOP", edge);
        await SeenGone(core, address);
        Assert.False(edge.HasExited);
        await Signal("CONT", edge);

        // It learns from the table that it is dead; its supervisor starts the next incarnation.
        Assert.NotEqual(0, await edge.WaitForExitAsync(StartPatience));
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ASiloThatIsKilledDuringItsOwnStart_IsCalledGone_AndTheNextAtItsPlaceStarts()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=joining-{Guid.NewGuid():N}"];
        using var core = Build(ClusterRoles.Core, [.. shared, $"--Cluster:SiloPort={FreePorts.Take()}"]);
        await core.StartAsync(TestContext.Current.CancellationToken);
        var place = $"--Cluster:SiloPort={FreePorts.Take()}";
        await using var joining = Child.Start("joining", [.. shared, place]);
        await joining.WaitForLineAsync("joining", StartPatience);
        var silo = await SeenJoining(core);

        joining.Kill();
        await joining.WaitForExitAsync(StartPatience);
        await using var next = Child.Start("core", [.. shared, place]);
        var address = SiloAddress.FromParsableString((await next.WaitForLineAsync(Child.Ready, StartPatience))[(Child.Ready.Length + 1)..]);

        await SeenGone(core, silo);
        Assert.True(address.IsSuccessorOf(silo), $"{address} after {silo}");
        Assert.True(await core.Services.GetRequiredService<ClusterMembership>().ConfirmAlive(address, TestContext.Current.CancellationToken));
        Assert.Equal(1, await core.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("demo/joined").Add());
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TwoAtOnePlace_TheSecondDoesNotStart_AndTheFirstGoesOn()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not installed (Debian: apt-get install redis-server)");
        await using var redis = await RedisServer.StartAsync();
        string[] shared = ["--Cluster:Provider=Redis", $"--Cluster:ConnectionString={redis.ConnectionString}", $"--Cluster:ClusterId=twice-{Guid.NewGuid():N}", $"--Cluster:SiloPort={FreePorts.Take()}"];
        using var core = Build(ClusterRoles.Core, shared);
        await core.StartAsync(TestContext.Current.CancellationToken);

        await using var second = Child.Start("core", shared);
        Assert.NotEqual(0, await second.WaitForExitAsync(StartPatience));

        Assert.Contains(second.Lines, line => line.Contains("Cluster:SiloPort = ", StringComparison.Ordinal) && line.Contains("another process listens", StringComparison.Ordinal));
        Assert.True(await core.Services.GetRequiredService<ClusterMembership>().ConfirmLocal(TestContext.Current.CancellationToken));
        Assert.Equal(1, await core.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("demo/first").Add());
        await core.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task EndsAtOnce_AtTheSecondSignal()
    {
        using var folder = TempFolder.Create("signal");
        await using var process = Child.Start("stopping", $"--Data:Path={folder.At("data")}", $"--Cluster:SiloPort={FreePorts.Take()}");
        await process.WaitForLineAsync(Child.Ready, StartPatience);
        process.Terminate();
        await process.WaitForLineAsync("ending calls", StartPatience);
        Assert.False(process.HasExited);

        process.Terminate();

        // The step would go on for 20 s.
        Assert.Equal(128 + 15, await process.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task EndsInOrder_AtOneSignal()
    {
        using var folder = TempFolder.Create("signal");
        await using var process = Child.Start("idle", $"--Data:Path={folder.At("data")}", $"--Cluster:SiloPort={FreePorts.Take()}");
        await process.WaitForLineAsync(Child.Ready, StartPatience);

        process.Terminate();

        Assert.Equal(0, await process.WaitForExitAsync(StartPatience));
        Assert.False(File.Exists(folder.At("data", "state.db-wal")), "The state file was not closed in order.");
    }

    private static Dictionary<int, long> Acknowledged(RunningProcess writer) => writer.Lines
        .Select(line => line.Split(' '))
        .Where(words => words is ["saved", _, _])
        .GroupBy(words => int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), words => long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture))
        .ToDictionary(group => group.Key, group => group.Max());

    private static async Task Signal(string name, RunningProcess process)
    {
        await using var kill = RunningProcess.Start("kill", "kill", [$"-{name}", $"{process.Id}"]);
        Assert.Equal(0, await kill.WaitForExitAsync(StartPatience));
    }

    private static IHost Build(ClusterRoles roles, string[] settings, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        // A core or an edge alone must not be told SQLite; nothing here opens a database.
        builder.Configuration.AddCommandLine([.. settings, "--Database:Provider=PostgreSql", "--Database:ConnectionString=Host=h"]);
        builder.AddRtcCluster(roles, "parent", configure);
        return builder.Build();
    }

    // What must not come is a refusal. The time of a response may run out where the others wait for a processor too: the directory then gives up as if cancelled, and the next attempt finds the grain.
    private static async Task<(long Value, int Late)> Add(ICounterGrain grain)
    {
        for (var late = 0; ; late++)
        {
            try
            {
                return (await grain.Add(), late);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException && late < MostLate)
            {
                // Asked again.
            }
        }
    }

    private static async Task SeenGone(IHost watcher, SiloAddress silo)
    {
        var membership = watcher.Services.GetRequiredService<ClusterMembership>();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(SeenPatience);
        await foreach (var _ in membership.Changes(bound.Token))
        {
            if (membership.IsGone(silo))
            {
                return;
            }
        }
    }

    private static async Task<SiloAddress> SeenJoining(IHost watcher)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(SeenPatience);
        await foreach (var members in watcher.Services.GetRequiredService<ClusterMembership>().Changes(bound.Token))
        {
            if (members.FirstOrDefault(member => member.Status == SiloStatus.Joining) is { } joining)
            {
                return joining.Address;
            }
        }

        throw new TimeoutException("Nobody was seen joining.");
    }
}
