using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace RtcCluster.Cluster.Health;

/// <summary>Health and metrics, at the same addresses in every process.</summary>
public static class MemberHealth
{
    /// <summary>The tag of the checks that <c>/healthz/ready</c> asks.</summary>
    public const string Ready = "ready";

    /// <summary>Adds the check of the directory and the exporter of the metrics.</summary>
    /// <param name="services">The services.</param>
    /// <returns>Where the process adds checks of its own.</returns>
    public static IHealthChecksBuilder AddMemberHealth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter([.. ClusterTelemetry.Meters])
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        return services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: [Ready]);
    }

    /// <summary>Maps <c>/healthz/live</c> and <c>/healthz/ready</c>, and for administration <c>/healthz</c> with its details and <c>/metrics</c>.</summary>
    /// <param name="app">The web application.</param>
    /// <returns>The two for administration.</returns>
    public static IReadOnlyList<IEndpointConventionBuilder> MapMemberHealth(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        return
        [
            app.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = WriteDetailsAsync }),
            app.MapPrometheusScrapingEndpoint("/metrics"),
        ];
    }

    private static Task WriteDetailsAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
        },
        context.RequestAborted);
}
