using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using RtcCluster.Cluster.State;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Http.Problems;

/// <summary>A request that failed because a silo or a store is away is answered 503 with Retry-After (RFC 9110 section 15.6.4), and not as a defect of ours.</summary>
internal sealed partial class ClusterAway(EdgeMetrics metrics, ILogger<ClusterAway> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "2";

    /// <summary>True when the same request may succeed later.</summary>
    public static bool Passes(Exception e) => e is SiloUnavailableException or OrleansMessageRejectionException or StateAwayException || DatabaseOutage.Is(e);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Orleans' directory gives up a look-up whose silo has died as if it were cancelled; of the client's own leaving nobody reads the answer.
        if (!Passes(exception) && !(exception is OperationCanceledException && !httpContext.RequestAborted.IsCancellationRequested))
        {
            return false;
        }

        metrics.GrainFailed("rest");
        LogAway(Pii.Text(exception.Message));
        httpContext.Response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
        await ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, "unavailable", "The cluster cannot do it now; try again.").ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(2402, LogLevel.Warning, "A request failed for now: {Problem}")]
    private partial void LogAway(Pii<string> problem);
}
