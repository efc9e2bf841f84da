using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Telemetry;

/// <summary>Sends the traces of calls to a collector.</summary>
internal static class TracingHosting
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Binds the section <c>Telemetry</c>; without an endpoint nobody listens to the sources, and no span is made.</summary>
    /// <returns>Whether there is an endpoint.</returns>
    public static bool AddCallTraces(this IHostApplicationBuilder builder, ClusterRoles roles, string? name)
    {
        var options = builder.Configuration.GetStrict<TelemetryOptions>(TelemetryOptions.Section);
        builder.Services.AddStrictOptions<TelemetryOptions>(TelemetryOptions.Section);
        if (options.OtlpEndpoint is null && string.IsNullOrEmpty(builder.Configuration[StandardEndpoint]))
        {
            return false;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("rtccluster-" + MemberName.Words(roles), serviceInstanceId: name ?? Environment.MachineName))
            .WithTracing(traces => traces.AddCallSources(options.SampleRatio).AddOtlpExporter(otlp =>
            {
                if (options.OtlpEndpoint is { } endpoint)
                {
                    (otlp.Endpoint, otlp.Protocol) = (endpoint, options.OtlpProtocol);
                }
            }));
        return true;
    }

    /// <summary>Listens to our sources, for a share of the calls.</summary>
    public static TracerProviderBuilder AddCallSources(this TracerProviderBuilder traces, double ratio) =>
        traces.AddSource([.. ClusterTelemetry.ActivitySources]).SetSampler(new CallSampler(ratio));
}
