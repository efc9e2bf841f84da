using System.Diagnostics;
using OpenTelemetry.Trace;

namespace RtcCluster.Cluster.Telemetry;

/// <summary>Chooses the calls that are traced.</summary>
/// <remarks>
/// By the trace's id alone, which is made of the call's: processes that have the same ratio choose the same calls, whichever of them is asked first. What belongs to no call
/// is not traced.
/// </remarks>
internal sealed class CallSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _calls = new(ratio);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        return parent.TraceId == default || (parent.TraceFlags & ActivityTraceFlags.Recorded) == 0
            ? new SamplingResult(SamplingDecision.Drop)
            : _calls.ShouldSample(samplingParameters);
    }
}
