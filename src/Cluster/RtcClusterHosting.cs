using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Storage;
using RtcCluster.Cluster.Clocks;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.Placement;
using RtcCluster.Cluster.Privacy;
using RtcCluster.Cluster.State;
using RtcCluster.Cluster.Telemetry;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Storage;

namespace RtcCluster.Cluster;

/// <summary>Makes a process a member of the cluster. Silo, Edge and Standalone all call it, so that all register the same.</summary>
public static class RtcClusterHosting
{
    private const int CacheAlone = 65_536;

    /// <summary>Binds the sections <c>Cluster</c>, <c>State</c> and <c>Data</c>, and joins the cluster they describe when the host starts.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="roles">What this process does. Only one that is both core and edge, a Standalone, may use the embedded stores and the default cluster id.</param>
    /// <param name="name">The stable name it runs under (<c>Edge:Name</c>), the same after a restart; null: machine and silo port.</param>
    /// <param name="configure">More for the silo; runs last.</param>
    /// <returns>The host.</returns>
    /// <exception cref="ConfigurationRefusedException">An unknown key or a bad value in one of the sections.</exception>
    /// <exception cref="InvalidOperationException">The process has joined already.</exception>
    /// <remarks>Call it before the sockets are registered: what is added after it starts after the silo and stops before it.</remarks>
    public static IHostApplicationBuilder AddRtcCluster(
        this IHostApplicationBuilder builder, ClusterRoles roles, string? name = null, Action<ISiloBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(s => s.ServiceType == typeof(Drain)))
        {
            throw new InvalidOperationException("AddRtcCluster was called before: a process joins once, a Standalone with both roles.");
        }

        builder.Services.AddSteadyClock();
        builder.AddMaskedLogs();
        var isTraced = builder.AddCallTraces(roles, name);
        var cluster = builder.Configuration.GetStrict<RtcClusterOptions>(RtcClusterOptions.Section);
        var state = builder.Configuration.GetStrict<StateOptions>(StateOptions.Section);
        var data = builder.Configuration.GetStrict<DataOptions>(DataOptions.Section);
        var stores = MemberStores.Choose(roles, cluster, state, builder.Configuration.GetStrict<DatabaseOptions>(DatabaseOptions.Section), data.Resolve(builder.Environment.ContentRootPath));
        builder.Services.AddStrictOptions<RtcClusterOptions>(RtcClusterOptions.Section);
        builder.Services.AddStrictOptions<StateOptions>(StateOptions.Section);
        builder.Services.AddStrictOptions<DataOptions>(DataOptions.Section);
        builder.Services.AddHostedService<PlaceCheck>();
        builder.Services.AddDraining(TimeSpan.FromSeconds(cluster.DrainSeconds ?? (IsStandalone(roles) ? 0 : 10)));
        // Noise of every start: the watchdog counts the time before the first check as a delay.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // Two lines for each grain that is placed.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // It has no range of its own; the base class tells of each change all the same.
        builder.Logging.AddFilter(typeof(MemberWitness).FullName, LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            stores.Register(silo, cluster);
            if (cluster.Provider != ClusterProvider.Embedded)
            {
                // Before the others, so that each attempt asks them again.
                silo.AddOutgoingGrainCallFilter<UndeliveredFilter>();
            }

            silo.AddRtcMember(roles, name ?? (cluster.Name.Length > 0 ? cluster.Name : $"{Environment.MachineName}-{cluster.SiloPort}"), isAlone: cluster.Provider == ClusterProvider.Embedded, isTraced);
            configure?.Invoke(silo);
        });
        return builder;
    }

    /// <summary>Registers what every member has whatever its stores are: directory, timings, placement, tenant filter, tracing. For hosts and test clusters that bring their own membership.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="roles">What this process does.</param>
    /// <param name="name">The stable name it runs under.</param>
    /// <param name="isAlone">No other process ever joins: grains are looked up in this one's memory.</param>
    /// <param name="isTraced">Somebody collects traces of calls.</param>
    /// <returns>The silo.</returns>
    public static ISiloBuilder AddRtcMember(this ISiloBuilder silo, ClusterRoles roles, string name, bool isAlone = false, bool isTraced = true)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfEqual(roles, ClusterRoles.None);
        silo.Configure<SiloOptions>(o => o.SiloName = new MemberName(roles, name).ToString());
        silo.UseSiloMetadata(new Dictionary<string, string> { ["role"] = MemberName.Words(roles), ["name"] = name, [MemberVersion.Key] = MemberVersion.Own });
        silo.Configure<ClusterMembershipOptions>(MembershipTimings.Apply);
        silo.Configure<GrainDirectoryOptions>(MembershipTimings.Apply);
        if (isAlone)
        {
            // Where grains are is remembered in tables that are made for their full number, a million, 9 MB each. A process alone has all of them itself.
            silo.Configure<GrainDirectoryOptions>(static options => options.CacheSize = CacheAlone);
        }

        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = MembershipTimings.ResponseTimeout);
        silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = MembershipTimings.ResponseTimeout);
        if (!isAlone)
        {
            // The default directory resets up to a third of the healthy silos' grains at each crash (measured). Where there is one silo, it costs no message to ask:
            // this one asks itself by four for each new grain.
#pragma warning disable ORLEANSEXP003
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddGrainService<MemberWitness>();
            silo.Services.TryAddSingleton<MemberWitnesses>();
            silo.Services.TryAddSingleton<BrokenConnections>();
            silo.Configure<SiloConnectionOptions>(static options =>
            {
                options.ConfigureSiloOutboundConnection(static connections =>
                    connections.Use(next => connection => connections.ApplicationServices.GetRequiredService<BrokenConnections>().WatchOutboundAsync(connection, next)));
                options.ConfigureSiloInboundConnection(static connections =>
                    connections.Use(next => connection => connections.ApplicationServices.GetRequiredService<BrokenConnections>().WatchInboundAsync(connection, next)));
            });
        }

        // On every silo: a ring range whose silo has no reminder service never fires.
        silo.AddReminders();
        // Each filter is work for each message, and the first one on the way out makes every call a longer way: a process alone has none there.
        if (isTraced)
        {
            silo.AddIncomingGrainCallFilter<TraceFilter>();
            silo.AddOutgoingGrainCallFilter<TraceFilter>();
        }

        silo.AddIncomingGrainCallFilter<TenantFilter>();
        if (!isAlone)
        {
            silo.AddOutgoingGrainCallFilter<EdgeGoneFilter>();
        }

        var factory = silo.Services.Last(service => service.ServiceType == typeof(IGrainFactory)).ImplementationFactory!;
        silo.Services.Replace(ServiceDescriptor.Singleton<IGrainFactory>(services => new KnownGrains((IGrainFactory)factory(services))));
        silo.Services.AddPlacementDirector<EdgePlacement, EdgePlacementDirector>();
        silo.Services.TryAddSingleton<ClusterMembership>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        // States are binary: JSON would be three times the bytes of each call's saves.
        silo.Services.Replace(ServiceDescriptor.Singleton<IGrainStorageSerializer, StateSerializer>());
        return silo;
    }

    internal static bool IsStandalone(ClusterRoles roles) => roles.HasFlag(ClusterRoles.Core | ClusterRoles.Edge);
}
