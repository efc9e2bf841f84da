using System.Diagnostics;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Tracing;

namespace RtcCluster.Cluster.Telemetry;

/// <summary>Carries a call's trace from grain to grain, and makes a span of each grain call that belongs to one.</summary>
/// <remarks>
/// In place of Orleans' own filter, whose spans name the grains that are called: keys of lines and trunks are telephone numbers, those of users are names. Ours name
/// the method, and the queue where it is one's. Without a trace it costs a look at two ambient values.
/// </remarks>
internal sealed class TraceFilter : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    private const string Key = "rtc.trace";

    private static readonly ActivitySource Source = new(CallTrace.SourcePrefix + "Grains");

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        // Where nothing goes on here, what came with the call that is being served goes on to the next.
        if (CallTrace.Current is { Id: { } id })
        {
            RequestContext.Set(Key, id);
        }

        return context.Invoke();
    }

    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) =>
        Source.HasListeners() && RequestContext.Get(Key) is string id && ActivityContext.TryParse(id, null, isRemote: true, out var parent)
            ? InvokeTracedAsync(context, parent)
            : context.Invoke();

    private static async Task InvokeTracedAsync(IIncomingGrainCallContext context, ActivityContext parent)
    {
        using var span = Source.StartActivity(NameOf(context), ActivityKind.Server, parent);
        Describe(span, context);
        try
        {
            // The grain's scheduler must go on running the turn.
            await context.Invoke().ConfigureAwait(true);
        }
        catch (Exception e)
        {
            // Its message may say a number: the type is all that is told.
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private static string NameOf(IIncomingGrainCallContext context) => $"{context.InterfaceMethod?.DeclaringType?.Name ?? "Grain"}.{context.MethodName}";

    private static void Describe(Activity? span, IIncomingGrainCallContext context)
    {
        var type = context.InterfaceMethod?.DeclaringType;
        if (span is null || type is null)
        {
            return;
        }

        var key = context.TargetId.Key.ToString() ?? "";
        if (type == typeof(ICallGrain))
        {
            span.SetTag(CallTrace.Call, new CallId(key).Name);
        }
        else if (type == typeof(IQueueGrain))
        {
            span.SetTag(CallTrace.Queue, new QueueId(key).Name);
        }
    }
}
