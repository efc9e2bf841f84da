using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Tracing;

/// <summary>The one trace that a call has, in whatever process something of it happens.</summary>
/// <remarks>
/// Its id is made of the call's id, so that nobody has to hand it on or store it: an activation on another silo, an edge that knows nothing but the call,
/// and a person who reads the call log all arrive at the same trace.
/// </remarks>
public static class CallTrace
{
    /// <summary>Names of our sources of spans begin so.</summary>
    public const string SourcePrefix = "RtcCluster.";

    /// <summary>The attribute with the call's name within its tenant.</summary>
    public const string Call = "rtc.call";

    /// <summary>The attribute with the tenant.</summary>
    public const string Tenant = "rtc.tenant";

    /// <summary>The attribute with the number of a leg.</summary>
    public const string Leg = "rtc.leg";

    /// <summary>The attribute with the stable name of an edge.</summary>
    public const string Edge = "rtc.edge";

    /// <summary>The attribute with a queue's name within its tenant.</summary>
    public const string Queue = "rtc.queue";

    /// <summary>The span of ours that goes on here; null when there is none, or none that is recorded.</summary>
    /// <remarks>What a request's sender calls its trace is none of ours and is never taken for one.</remarks>
    public static Activity? Current =>
        Activity.Current is { Recorded: true } current && current.Source.Name.StartsWith(SourcePrefix, StringComparison.Ordinal) ? current : null;

    /// <summary>The trace of a call.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The same one each time.</returns>
    public static ActivityTraceId IdOf(CallId call)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(call.Key), hash);
        return ActivityTraceId.CreateFromBytes(hash[..16]);
    }

    /// <summary>The parent of a span whose own is not known: the trace, and no span of it.</summary>
    /// <param name="call">The call.</param>
    /// <returns>What a span is started under.</returns>
    public static ActivityContext Top(CallId call) => new(IdOf(call), default, ActivityTraceFlags.Recorded);

    /// <summary>Starts a span of a call: below the span that goes on here when that is one of the same call, else below <paramref name="otherwise"/>, with a link to what goes on here.</summary>
    /// <param name="source">The area's source.</param>
    /// <param name="name">A term of the field; never a number, a name or an address.</param>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">The span below which it belongs; default when none is known.</param>
    /// <param name="kind">What kind of a span it is.</param>
    /// <returns>The span, to be disposed of; null while nobody traces.</returns>
    public static Activity? Start(ActivitySource source, string name, CallId call, ActivityContext otherwise = default, ActivityKind kind = ActivityKind.Internal)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.HasListeners())
        {
            return null;
        }

        var top = otherwise == default ? Top(call) : otherwise;
        var current = Current;
        var isOfCall = current?.TraceId == top.TraceId;
        var span = source.StartActivity(
            kind, isOfCall ? current!.Context : top, links: current is null || isOfCall ? null : [new ActivityLink(current.Context)], name: name);
        span?.SetTag(Call, call.Name).SetTag(Tenant, call.Tenant.Value);
        return span;
    }
}
