using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Grains;
using RtcCluster.Sip.Agent;
using RtcCluster.Storage;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Members;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>A cluster in the test's process: one silo that has the grains and the demo company, and edges that have neither.</summary>
internal sealed class SiloWithEdges : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("edges");
    private readonly TestMembers _members = new();
    private readonly Dictionary<string, TestMember> _edges = [];
    private TestMember? _silo;

    private SiloWithEdges()
    {
    }

    /// <summary>The silo's services: the stores that all share, most of all.</summary>
    public IServiceProvider Services => _silo!.Services;

    /// <summary>Starts the silo.</summary>
    public static async Task<SiloWithEdges> StartAsync()
    {
        var cluster = new SiloWithEdges();
        cluster._silo = await cluster._members.StartAsync(ClusterRoles.Core, "silo", IsCore, builder =>
        {
            builder.Services.AddRtcStorage(builder.Configuration, cluster._folder.At("data")).AddDemoSeed();
            builder.Services.AddRtcGrains();
        });
        return cluster;
    }

    /// <summary>Starts an edge; returns where it takes SIP over UDP.</summary>
    public async Task<IPEndPoint> AddEdgeAsync(string name, params (string Key, string Value)[] settings)
    {
        var edge = await _members.StartAsync(ClusterRoles.Edge, name, type => !IsCore(type), builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Edge:Name"] = name,
                ["Sip:Udp"] = "127.0.0.1:0",
                ["Sip:Tcp"] = "",
                ["Sip:Tls"] = "",
                ["Media:WebRtcPort"] = "0",
                ["Data:Path"] = _folder.At(name),
            });
            builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
            builder.Services.AddStrictOptions<DataOptions>(DataOptions.Section);
            builder.Services.AddDraining(TimeSpan.Zero);
            builder.Services.AddRtcStorage(builder.Configuration, _folder.At("data"));
            builder.AddRtcEdge();
        });
        _edges.Add(name, edge);
        return edge.Services.GetRequiredService<EdgeHost>().Listeners.Single(l => l.Transport == SipTransport.Udp).Local;
    }

    /// <summary>Tells a call that an edge is gone. The edge runs on and does not know: one that was paused, and has woken up.</summary>
    public Task LoseAsync(string name, CallId call) =>
        _silo!.Grains.GetGrain<ICallGrain>(call.Key).EdgeLost(new EdgeId(_edges[name].Address.ToParsableString()));

    /// <summary>Has an edge take nothing new, or take calls again.</summary>
    public Task<EdgeDrain> DrainAsync(string name, bool? hold) => _silo!.Grains.GetGrain<IEdgeGrain>(_edges[name].Address.ToParsableString()).Drain(hold);

    /// <summary>Stops an edge as a signal does.</summary>
    public Task StopAsync(string name) => _edges[name].StopAsync();

    /// <summary>Where an edge takes SIP over TCP.</summary>
    public IPEndPoint TcpOf(string name) => _edges[name].Services.GetRequiredService<EdgeHost>().Listeners.Single(l => l.Transport == SipTransport.Tcp).Local;

    /// <summary>What an edge still has of calls.</summary>
    public IReadOnlyList<CallId> CallsOf(string name) => [.. _edges[name].Services.GetRequiredService<EdgeHost>().Calls.Going().Select(call => call.Id)];

    public async ValueTask DisposeAsync()
    {
        await _members.DisposeAsync();
        _folder.Dispose();
    }

    private static bool IsCore(Type type) => type.Assembly == typeof(GrainsHosting).Assembly;
}
