using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace RtcCluster.Cluster.Telemetry;

/// <summary>Traces of calls: section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section's key.</summary>
    public const string Section = "Telemetry";

    /// <summary>Where traces go: an OTLP collector, such as http://collector:4317. Empty: what the standard variable OTEL_EXPORTER_OTLP_ENDPOINT says, and without that nobody traces.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>How the collector is spoken to; gRPC is usually at port 4317, HTTP at 4318 with a path.</summary>
    public OtlpExportProtocol OtlpProtocol { get; set; } = OtlpExportProtocol.Grpc;

    /// <summary>The share of calls that are traced, 0 to 1: the same in every process, which then all choose the same calls.</summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 1;
}
