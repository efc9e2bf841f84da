using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.State;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;

namespace RtcCluster.Cluster.Tests.Hosting;

public sealed class AddRtcClusterTests : IDisposable
{
    private const ClusterRoles Standalone = ClusterRoles.Core | ClusterRoles.Edge;

    private readonly TempFolder _folder = TempFolder.Create("cluster");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standalone_KeepsItsState_ThroughARestart()
    {
        using (var host = Build(Standalone))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, await Counter(host).Add());
            Assert.Equal(2, await Counter(host).Add());
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        using var again = Build(Standalone);
        await again.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, await Counter(again).Add());
        Assert.True(File.Exists(_folder.At("data", "state.db")));
        await again.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Standalone_RingsAReminder_ThatAnEarlierProcessSet()
    {
        var key = $"demo/{Guid.NewGuid():N}";
        using (var host = Build(Standalone, reminders: true))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAlarmGrain>(key).Set(TimeSpan.FromSeconds(1));
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        var ring = AlarmGrain.Rings[key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var again = Build(Standalone, reminders: true);
        await again.StartAsync(TestContext.Current.CancellationToken);

        // A reminder comes without a request context; the filter gives it the tenant of its grain.
        Assert.Equal("demo", await ring.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await again.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Standalone_MakesTheSameReference_TheFirstTimeAndLater()
    {
        using var host = Build(Standalone);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();

        var first = grains.GetGrain<ICounterGrain>("demo/one");
        var again = grains.GetGrain<ICounterGrain>("demo/one");
        var other = grains.GetGrain<ICounterGrain>("demo/two");

        Assert.Equal(first, again);
        Assert.Equal((first.GetGrainId(), "demo/two"), (again.GetGrainId(), other.GetPrimaryKeyString()));
        Assert.Equal((1, 2, 1), (await first.Add(), await again.Add(), await other.Add()));
        Assert.ThrowsAny<ArgumentException>(() => grains.GetGrain<ICounterGrain>(" "));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Standalone_KnowsItself()
    {
        using var host = Build(Standalone, name: "front-1");
        await host.StartAsync(TestContext.Current.CancellationToken);
        var membership = host.Services.GetRequiredService<ClusterMembership>();

        var edge = membership.EdgeNamed("front-1");

        Assert.Equal(membership.Local, edge?.Address);
        Assert.Equal(Standalone, edge?.Roles);
        Assert.Equal(edge!.EdgeKey, await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPinnedGrain>(edge.EdgeKey).Where());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void RegistersTheSameForEveryRole()
    {
        foreach (var roles in new[] { ClusterRoles.Core, ClusterRoles.Edge, Standalone })
        {
            using var host = Build(roles, settings: [("Cluster:Provider", "Redis"), ("Cluster:ConnectionString", "127.0.0.1:1"), ("Cluster:ClusterId", "c"), ("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=h")]);
            T Options<T>()
                where T : class => host.Services.GetRequiredService<IOptions<T>>().Value;

            Assert.NotNull(host.Services.GetService<IReminderTable>());
            Assert.NotNull(host.Services.GetService<Orleans.Timers.IReminderRegistry>());
            Assert.IsType<StateSerializer>(host.Services.GetRequiredService<IGrainStorageSerializer>());
            Assert.Equal(TimeSpan.FromSeconds(5), Options<SiloMessagingOptions>().ResponseTimeout);
            Assert.Equal(TimeSpan.FromSeconds(4), Options<GrainDirectoryOptions>().RangeLeaseDuration);
            var membership = Options<ClusterMembershipOptions>();
            Assert.Equal((1, 2, 2, 10, 10, 86400), (membership.ProbeTimeout.TotalSeconds, membership.MaxProbeTimeout.TotalSeconds, membership.NumMissedProbesLimit,
                membership.TableRefreshTimeout.TotalSeconds, membership.IAmAliveTablePublishTimeout.TotalSeconds, membership.DefunctSiloExpiration.TotalSeconds));
            Assert.Equal("DistributedGrainDirectory", host.Services.GetRequiredKeyedService<Orleans.GrainDirectory.IGrainDirectory>(Orleans.GrainDirectory.GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY).GetType().Name);
            Assert.Equal(MemberName.Words(roles), Options<Orleans.Runtime.MembershipService.SiloMetadata.SiloMetadata>().Metadata["role"]);
            Assert.Equal(("c", "rtccluster"), (Options<ClusterOptions>().ClusterId, Options<ClusterOptions>().ServiceId));
            Assert.Equal(0, Options<EndpointOptions>().GatewayPort);
        }
    }

    [Theory]
    [InlineData(Standalone, null, 0)]
    [InlineData(Standalone, "7", 7)]
    [InlineData(ClusterRoles.Edge, null, 10)]
    public void IsAsPatientInAStop_AsConfigured(ClusterRoles roles, string? configured, int seconds)
    {
        using var host = Build(roles, settings:
        [
            ("Cluster:DrainSeconds", configured), .. roles == Standalone ? [] : new[] { ("Cluster:Provider", (string?)"Redis"), ("Cluster:ConnectionString", "127.0.0.1:1"), ("Cluster:ClusterId", "c"), ("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=h") },
        ]);

        Assert.Equal(TimeSpan.FromSeconds(seconds), host.Services.GetRequiredService<Drain>().Patience);
    }

    public static TheoryData<ClusterRoles, string[], string[]> Refusals => new()
    {
        { Standalone, ["Cluster:Provder=Redis"], ["Cluster:Provder: is unknown; did you mean Provider?"] },
        { Standalone, ["Cluster:Provider=Consul"], ["Cluster:Provider = 'Consul': must be one of Embedded, Redis, AzureTable"] },
        { Standalone, ["Cluster:Provider=AzureTable"], ["Cluster:ConnectionString = '': must be set when Cluster:Provider is AzureTable"] },
        { Standalone, ["Cluster:Provider=AzureTable", "Cluster:ConnectionString=AccountKey=secret"], ["Cluster:ConnectionString = '***': must be the connection string of an Azure storage account, DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…"] },
        { Standalone, ["Cluster:Provider=AzureTable", "Cluster:ConnectionString=UseDevelopmentStorage=true"], ["State:ConnectionString: must be set when State:Provider is Redis"] },
        { Standalone, ["Cluster:Provider=Redis"], ["Cluster:ConnectionString = '': must be set when Cluster:Provider is Redis"] },
        { Standalone, ["Cluster:Provider=Redis", "Cluster:ConnectionString=h:1,secretword=x"], ["Cluster:ConnectionString = '***': must be a StackExchange.Redis connection string, host:port[,option=value …]"] },
        { Standalone, ["Cluster:SiloPort=0"], ["Cluster:SiloPort = '0': must be from 1 to 65535"] },
        { Standalone, ["Cluster:DrainSeconds=21"], ["Cluster:DrainSeconds = '21': must be from 0 to 20"] },
        { Standalone, ["Cluster:ClusterId=a b"], ["Cluster:ClusterId = 'a b': must be 1 to 63 letters, digits, dots, dashes or underscores"] },
        { Standalone, ["Cluster:Address=localhost"], ["Cluster:Address = 'localhost': must be an IP address"] },
        { Standalone, ["State:Provider=Redis"], ["State:ConnectionString: must be set when State:Provider is Redis"] },
        { Standalone, ["State:Provider=Sqlite"], ["State:Provider = 'Sqlite': must be one of Embedded, Redis"] },
        { Standalone, ["Cluster:Provider=Redis", "Cluster:ConnectionString=h:1", "State:Provider=Embedded"], ["State:Provider = 'Embedded': must be Redis when Cluster:Provider is Redis: members share one state"] },
        { ClusterRoles.Core, [], ["Cluster:Provider = 'Embedded': only Standalone may use it; a silo or an edge needs Redis or AzureTable", "Database:Provider = 'Sqlite': only Standalone may use it; a silo or an edge needs PostgreSql", "Cluster:ClusterId = 'standalone': only Standalone may use the default; choose a name of your own"] },
        { ClusterRoles.Edge, ["Cluster:Provider=Redis", "Cluster:ConnectionString=h:1"], ["Database:Provider = 'Sqlite': only Standalone may use it; a silo or an edge needs PostgreSql", "Cluster:ClusterId = 'standalone': only Standalone may use the default; choose a name of your own"] },
        { ClusterRoles.Edge, ["Cluster:Provider=Redis", "Cluster:ConnectionString=h:1", "Cluster:ClusterId=c", "Database:Provider=PostgreSql", "Database:ConnectionString=Host=h", "State:Provider=Embedded"], ["State:Provider = 'Embedded': only Standalone may use it; a silo or an edge needs Redis"] },
        { Standalone, ["Data:Path="], ["Data:Path = '': must be set"] },
        { Standalone, ["Data:Pth=x"], ["Data:Pth: is unknown; did you mean Path?"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void RefusesAConfiguration_AndNamesKeyValueAndBound(ClusterRoles roles, string[] settings, string[] messages)
    {
        var refused = Assert.Throws<ConfigurationRefusedException>(() =>
            Build(roles, settings: [.. settings.Select(s => s.Split('=', 2)).Select(s => (s[0], (string?)s[1]))], defaults: false));

        Assert.Equal(messages, refused.Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void JoinsOnce()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddRtcCluster(Standalone);

        Assert.Throws<InvalidOperationException>(() => builder.AddRtcCluster(ClusterRoles.Edge));
    }

    [Fact]
    public async Task EndsTheStart_WhenTheStateFileIsTaken()
    {
        using var first = Build(Standalone);
        await first.StartAsync(TestContext.Current.CancellationToken);
        using var second = Build(Standalone);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => second.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("is in use by another process", refused.ToString(), StringComparison.Ordinal);
        await first.StopAsync(TestContext.Current.CancellationToken);
    }

    private IHost Build(ClusterRoles roles, string? name = null, IReadOnlyList<(string Key, string? Value)>? settings = null, bool defaults = true, bool reminders = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (defaults)
        {
            builder.Configuration.AddInMemoryCollection([new("Data:Path", _folder.At("data")), new("Cluster:SiloPort", $"{FreePorts.Take()}")]);
        }

        builder.Configuration.AddInMemoryCollection((settings ?? []).Where(s => s.Value is not null).Select(s => KeyValuePair.Create(s.Key, s.Value)));
        builder.AddRtcCluster(roles, name);
        if (reminders)
        {
            builder.Services.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
        }

        return builder.Build();
    }

    private static ICounterGrain Counter(IHost host) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("demo/counter");
}
