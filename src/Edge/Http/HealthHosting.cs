using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
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

    /// <summary>Maps <c>/healthz/live</c> and <c>/healthz/ready</c> everywhere, <c>/healthz</c> with its details and <c>/metrics</c> for administration.</summary>
    public static void MapEdgeHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        app.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = WriteDetailsAsync }).WithMetadata(AdministrationOnly.Mark);
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(AdministrationOnly.Mark);
    }

    private static Task WriteDetailsAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
        },
        context.RequestAborted);
}
