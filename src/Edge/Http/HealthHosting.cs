using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using RtcCluster.Cluster;

namespace RtcCluster.Edge.Http;

/// <summary>Health and metrics of an edge.</summary>
internal static class HealthHosting
{
    private const string Ready = "ready";

    /// <summary>Adds the checks and the exporter.</summary>
    public static IServiceCollection AddEdgeHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<EdgeHealthCheck>("edge", tags: [Ready])
            .AddCheck<StorageHealthCheck>("storage", tags: [Ready]);
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter([.. ClusterTelemetry.Meters])
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>Maps <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c>.</summary>
    public static void MapEdgeHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
