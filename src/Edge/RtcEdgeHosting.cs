using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge;

/// <summary>Makes a process an edge. To be called after the process joined the cluster, so that sockets open after the silo and close before it.</summary>
public static class RtcEdgeHosting
{
    /// <summary>Binds the sections <c>Edge</c>, <c>Sip</c>, <c>Media</c> and <c>Web</c> and adds SIP, media, lease, REST, health and metrics.</summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddRtcEdge(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddStrictOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddStrictOptions<SipOptions>(SipOptions.Section);
        services.AddStrictOptions<MediaOptions>(MediaOptions.Section);
        services.AddStrictOptions<WebOptions>(WebOptions.Section);
        services.AddSingleton(provider => new EdgeClock(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<EdgeIdentity>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<EdgeHost>();
        services.AddHostedService(provider => provider.GetRequiredService<EdgeHost>());
        services.AddSingleton<IDrainStep, EndCallsStep>();
        services.AddEdgeHealth();
        services.AddRtcHttp();
        return builder;
    }

    /// <summary>Maps what an edge serves over HTTP.</summary>
    /// <param name="app">The web application.</param>
    /// <returns>The web application.</returns>
    public static WebApplication MapRtcEdge(this WebApplication app)
    {
        app.MapEdgeHealth();
        app.MapRtcHttp();
        return app;
    }
}
