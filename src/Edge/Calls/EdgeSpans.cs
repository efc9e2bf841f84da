using System.Diagnostics;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Tracing;

namespace RtcCluster.Edge.Calls;

/// <summary>What one call at this edge tells of itself to those who trace. Lives in the call's SIP shard.</summary>
/// <param name="call">The call.</param>
/// <param name="edge">The stable name of this edge.</param>
internal sealed class EdgeSpans(CallId call, string edge)
{
    private static readonly ActivitySource Signalling = new(CallTrace.SourcePrefix + "Signalling");
    private static readonly ActivitySource Media = new(CallTrace.SourcePrefix + "Media");

    private Place? _first;
    private ActivityContext _batch;

    /// <summary>Whether anybody traces.</summary>
    public static bool Wanted => Signalling.HasListeners();

    /// <summary>The call comes in here: the top of its trace.</summary>
    /// <param name="how">INVITE, or what a browser or a program asked for.</param>
    public Activity? Begin(string how)
    {
        var span = Of(Signalling, how, default, ActivityKind.Server);
        if (span is not null)
        {
            Know(span.Context);
        }

        return span;
    }

    /// <summary>Commands came with this span around them.</summary>
    public void Know(ActivityContext batch)
    {
        _batch = batch;
        _first ??= new Place(batch);
    }

    /// <summary>A browser's user, or a program, wants something of the call. Any thread.</summary>
    /// <param name="what">The method's name.</param>
    public Activity? Wish(string what) => Wanted ? Of(Signalling, what, First, ActivityKind.Server) : null;

    /// <summary>A program wants something of a call that may be nowhere near this edge. Any thread.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What it wants.</param>
    public static Activity? Asked(CallId call, string what) => CallTrace.Start(Signalling, what, call, kind: ActivityKind.Server);

    /// <summary>A command is carried out.</summary>
    public Activity? Command(CallCommand command) =>
        Wanted ? Of(Signalling, command.GetType().Name, _batch, ActivityKind.Internal)?.SetTag(CallTrace.Leg, command.Leg.Number) : null;

    /// <summary>Events are brought to the grain. Any thread.</summary>
    public Activity? Report(LegReport report) =>
        Wanted && report.Events.Any(happened => happened is not MediaQuality)
            ? Of(Signalling, "report", First, ActivityKind.Client)
                ?.SetTag("rtc.events", string.Join(' ', report.Events.Select(happened => happened.GetType().Name).Distinct()))
                .SetTag(CallTrace.Leg, report.Events[0].Leg.Number)
            : null;

    /// <summary>What the media shard does of a command. The media shard's thread.</summary>
    public Activity? MediaWork(ActivityContext command, string name) => command == default ? null : Of(Media, "media " + name, command, ActivityKind.Internal);

    /// <summary>A recording begins; ended when its last chunk is stored. The media shard's thread.</summary>
    public static Activity? Recording()
    {
        if (CallTrace.Current is not { } command)
        {
            return null;
        }

        // It lives longer than what goes on here, and must not become what goes on here.
        var span = Media.StartActivity("recording", ActivityKind.Internal, command.Context);
        foreach (var tag in (ReadOnlySpan<string>)[CallTrace.Call, CallTrace.Tenant, CallTrace.Edge])
        {
            span?.SetTag(tag, command.GetTagItem(tag));
        }

        Activity.Current = command;
        return span;
    }

    private ActivityContext First => Volatile.Read(ref _first)?.Context ?? default;

    private Activity? Of(ActivitySource source, string name, ActivityContext parent, ActivityKind kind) =>
        CallTrace.Start(source, name, call, parent, kind)?.SetTag(CallTrace.Edge, edge);

    // A reference, so that another thread reads it whole.
    private sealed record Place(ActivityContext Context);
}
