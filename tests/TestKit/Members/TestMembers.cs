using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using RtcCluster.Cluster;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.State;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Members;

/// <summary>A cluster of several silos in the test's process: real sockets on 127.0.0.1, our member settings, one state file, a watch for call cycles.</summary>
/// <remarks>The first member holds the membership: stop or kill it last.</remarks>
public sealed class TestMembers : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("members");
    private readonly List<TestMember> _members = [];
    private readonly string _clusterId = $"test-{Guid.NewGuid():N}";
    private IPEndPoint? _first;

    public TestMembers() => State = StateDatabase.Open(_folder.At("state.db"));

    /// <summary>The state that all members share.</summary>
    public StateDatabase State { get; }

    /// <summary>Switched on in every member; a ring that nobody cleared fails <see cref="DisposeAsync"/>.</summary>
    public CallCycleWatch Cycles { get; init; } = new();

    /// <summary>Whether the test makes a ring on purpose.</summary>
    public bool ExpectsCycles { get; init; }

    /// <summary>Starts a member and waits until every member has seen it.</summary>
    /// <param name="roles">What it does.</param>
    /// <param name="name">The stable name it runs under.</param>
    /// <param name="hosts">Which grain classes it loads; null: all that the test's assemblies have.</param>
    /// <param name="configure">More for its host.</param>
    public async Task<TestMember> StartAsync(ClusterRoles roles, string name, Func<Type, bool>? hosts = null, Action<IHostApplicationBuilder>? configure = null)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePorts.Take());
        _first ??= endpoint;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(endpoint.Port, gatewayPort: 0, _first, _clusterId, _clusterId);
            silo.AddSqliteState(State);
            silo.AddRtcMember(roles, name);
            silo.AddIncomingGrainCallFilter(Cycles);
            silo.AddOutgoingGrainCallFilter(Cycles);
            if (hosts is not null)
            {
                silo.Services.Configure<GrainTypeOptions>(o => o.Classes.RemoveWhere(t => !IsOrleans(t) && !hosts(t)));
            }
        });
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        var member = new TestMember(host);
        _members.Add(member);
        await SeenByAll(member.Address);
        return member;
    }

    /// <summary>Stops what still runs, the first member last, and fails if the watch has seen a ring.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members))
        {
            await member.DisposeAsync();
        }

        await State.DisposeAsync();
        _folder.Dispose();
        if (!ExpectsCycles && Cycles.Found.Count > 0)
        {
            throw new CallCycleException($"Grain calls waited for each other: {string.Join("; ", Cycles.Found)}");
        }
    }

    private static bool IsOrleans(Type type) => type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true;

    private async Task SeenByAll(SiloAddress silo)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var member in _members.Where(m => !m.IsStopped))
        {
            await foreach (var view in member.Membership.Changes(bound.Token))
            {
                if (view.Any(m => m.Address.Equals(silo) && m.Status == SiloStatus.Active))
                {
                    break;
                }
            }

            // Which classes it loads is told after it is seen; until then its interfaces have no implementation here.
            var manifests = member.Services.GetRequiredService<IClusterManifestProvider>();
            await foreach (var manifest in manifests.Updates.WithCancellation(bound.Token))
            {
                if (manifest.Silos.ContainsKey(silo))
                {
                    break;
                }
            }
        }
    }
}
