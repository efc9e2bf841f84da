using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using Orleans.Providers;
using Orleans.Storage;
using Orleans.TestingHost;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.State;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Google;
using RtcCluster.Grains.Tests.Incidents;
using RtcCluster.Storage;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Incidents;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Members;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A silo with our grains on real stores (SQLite), the demo tenant, a clock that the test moves, and edges without sockets.</summary>
public sealed class GrainHouse : IAsyncLifetime
{
    private const int DirectoryCalls = 200;
    private static readonly TimeSpan DirectoryPatience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan GooglePatience = TimeSpan.FromSeconds(5);
    private readonly TempFolder _folder = TempFolder.Create("grains");
    private readonly TestMembers _members = new();
    private TestMember? _silo;
    private int _names;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Settings of the stores.</summary>
    internal Dictionary<string, string?> Settings { get; } = [];

    internal FakeEdges Edges { get; } = new();

    /// <summary>Google as this house knows it.</summary>
    internal FakeGoogle Google { get; private set; } = null!;

    internal FaultyStorage Storage { get; private set; } = null!;

    internal FaultyBlobs Blobs { get; private set; } = null!;

    /// <summary>The cases; once somebody has asked for them.</summary>
    internal FaultyIncidents Incidents { get; private set; } = null!;

    /// <summary>Of the silo that started last.</summary>
    internal FaultyDirectory Directory { get; private set; } = null!;

    /// <summary>Of the silo that started last.</summary>
    internal FaultyGoogleStore GoogleStore { get; private set; } = null!;

    // Of a time to come: membership takes what is older than all that it knows for dead, and the directory misses edges that are dead.
    internal FakeEdge A { get; } = new(new EdgeId("127.0.0.1:21111@2000000000"), "edge-a");

    internal FakeEdge B { get; } = new(new EdgeId("127.0.0.1:21112@2000000000"), "edge-b") { AnchorsMedia = false };

    public IGrainFactory Grains => _silo!.Grains;

    public IServiceProvider Services => _silo!.Services;

    public async ValueTask InitializeAsync()
    {
        Edges.Add(A);
        Edges.Add(B);
        Google = await FakeGoogle.StartAsync(Time);
        _silo = await _members.StartAsync(ClusterRoles.Core | ClusterRoles.Edge, "house", configure: Configure);
        await OpenDirectoryAsync();

        // Whoever asks for a fault in it may be the first who asks for it at all.
        _ = Services.GetRequiredService<IBlobStore>();
        foreach (var edge in new[] { A, B })
        {
            await Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(edge.Info);
        }
    }

    /// <summary>Another silo; what is stored is shared.</summary>
    public async Task<TestMember> AddSiloAsync(string name)
    {
        var silo = await _members.StartAsync(ClusterRoles.Core | ClusterRoles.Edge, name, configure: Configure);
        await OpenDirectoryAsync();
        return silo;
    }

    private void Configure(IHostApplicationBuilder builder)
    {
        builder.Services.AddRtcStorage(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), _folder.Path).AddDemoSeed();
        var blobs = builder.Services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationFactory!;
        builder.Services.AddSingleton<IBlobStore>(provider => Blobs = new FaultyBlobs((IBlobStore)blobs(provider)));
        var directory = builder.Services.Last(service => service.ServiceType == typeof(IDirectory)).ImplementationType!;
        builder.Services.AddSingleton(provider =>
        {
            (var real, Directory) = FaultyDirectory.Before((IDirectory)ActivatorUtilities.CreateInstance(provider, directory));
            return real;
        });
        var accounts = builder.Services.Last(service => service.ServiceType == typeof(IGoogleStore)).ImplementationType!;
        builder.Services.AddSingleton(provider =>
        {
            (var real, GoogleStore) = FaultyGoogleStore.Before((IGoogleStore)ActivatorUtilities.CreateInstance(provider, accounts));
            return real;
        });
        var incidents = builder.Services.Last(service => service.ServiceType == typeof(IIncidents)).ImplementationType!;
        builder.Services.AddSingleton<IIncidents>(provider => Incidents = new FaultyIncidents((IIncidents)ActivatorUtilities.CreateInstance(provider, incidents)));
        builder.Services.AddRtcGrains();
        builder.Services.Configure<GoogleRules>(rules =>
        {
            (rules.ClientId, rules.ClientSecret, rules.BaseAddress) = (FakeGoogle.Client, FakeGoogle.Secret, Google.Address);
            rules.Patience = GooglePatience;
        });
        builder.Services.AddSingleton(Edges);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        // Advancing the clock runs its timers inline: Orleans' own loops and response time-outs stay on the real one.
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (provider, _) => Storage = new FaultyStorage(() => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider)));
    }

    /// <summary>
    /// The first grain calls of a silo, as many as it takes to meet each range of its directory. Where one comes before the silo has its range, Orleans asks
    /// again after a pause which it takes from the clock of the test: somebody must move it.
    /// </summary>
    private async Task OpenDirectoryAsync()
    {
        var opened = Task.WhenAll(Enumerable.Range(0, DirectoryCalls).Select(i => Grains.GetGrain<IUserGrain>($"demo/opens-{i}").ActiveCalls()));
        while (await Task.WhenAny(opened, Task.Delay(DirectoryPatience)) != opened)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await opened;
    }

    public async ValueTask DisposeAsync()
    {
        await _members.DisposeAsync();
        await Google.DisposeAsync();
        _folder.Dispose();
    }

    public static UserId User(int number) => new(new TenantId("demo"), $"agent{number}");

    public CallId NewCall() => new(new TenantId("demo"), $"call-{Interlocked.Increment(ref _names):00000}");

    public ICallGrain Call(CallId call) => Grains.GetGrain<ICallGrain>(call.Key);

    /// <summary>Registers a telephone of an agent at an edge.</summary>
    internal async Task Register(int agent, FakeEdge edge, int port = 6000, string transport = "udp", int expires = 3600)
    {
        var receipt = await Grains.GetGrain<IUserGrain>(User(agent).Key).Register(new RegisterRequest
        {
            SignallingId = $"reg-{agent}-{port}",
            CSeq = Interlocked.Increment(ref _names),
            Contacts = [new ContactRequest($"sip:100{agent}@127.0.0.1:{port}", expires)],
            Transport = transport,
            Source = $"127.0.0.1:{port}",
            Edge = edge.Id,
            EdgeName = edge.Name,
            At = Time.GetUtcNow(),
        });
        Assert.Null(receipt.Refusal);
    }

    internal CallOffer Offer(FakeEdge edge, int agent = 1, string dialled = "1002") => new()
    {
        Edge = edge.Id,
        EdgeName = edge.Name,
        Caller = new Party($"100{agent}", $"Agent {agent}", User(agent)),
        Dialled = dialled,
        Sdp = "offer",
        SignallingId = $"id-{Interlocked.Increment(ref _names)}",
        At = Time.GetUtcNow(),
        AnchorsMedia = edge.AnchorsMedia,
    };

    /// <summary>Moves the clock in small steps while something is waited for that waits for the clock itself.</summary>
    internal async Task<T> WhileTimePasses<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(work, Task.Delay(10));
        }

        return await work;
    }

    /// <summary>Ends an activation; its next call reads the state again.</summary>
    public Task Deactivate(CallId call) => Deactivate(Call(call));

    /// <summary>Ends an activation; its next call reads the state again.</summary>
    public static async Task Deactivate(IGrain grain) => await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>The call's entry in the log, once it is there.</summary>
    public Task<CallLogEntry> Entry(CallId call) => Eventually.GetAsync(
        $"the entry of {call}",
        TimeSpan.FromSeconds(15),
        async () => (await Services.GetRequiredService<ICallLogQuery>().FindAsync("demo", call.Key))!,
        entry => entry is { Result: not "" });

    /// <summary>Waits until nothing is stored of a call any more.</summary>
    public Task Cleared(CallId call) => Eventually.IsTrueAsync(
        $"{call} to be cleared",
        TimeSpan.FromSeconds(15),
        async () =>
        {
            var state = new GrainState<Grains.Calls.CallState>(new Grains.Calls.CallState());
            await Storage.ReadStateAsync("call", Call(call).GetGrainId(), state);
            return !state.RecordExists;
        });
}
