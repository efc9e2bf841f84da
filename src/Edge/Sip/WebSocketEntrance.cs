using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Sip;

/// <summary>Takes SIP WebSockets at the web server's <see cref="Path"/>: checks who may come in, and keeps the request while the connection lives.</summary>
internal sealed class WebSocketEntrance(EdgeHost edge, IOptions<SipOptions> sip, IOptions<EdgeOptions> options, EdgeMetrics metrics)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/sip";

    /// <summary>The subprotocol. RFC 7118 §4.</summary>
    public const string Protocol = "sip";

    private readonly WebSocketOrigins _origins = new(sip.Value.WebSocketOrigins);

    /// <summary>Takes or refuses a request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
        }
        else if (edge.WebSockets is not { } sockets)
        {
            await RefuseForNow(context, "draining");
        }
        else if (SourceOf(context) is var source && !sockets.TryAdmit(source.Address))
        {
            await RefuseForNow(context, "connections");
        }
        else
        {
            try
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
                await sockets.ServeAsync(socket, source);
            }
            finally
            {
                sockets.Release(source.Address);
            }
        }
    }

    private ProblemHttpResult? Refusal(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return ApiProblem.Make(StatusCodes.Status426UpgradeRequired, "websocket-only", "SIP is spoken here over WebSocket alone (RFC 7118).");
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal))
        {
            metrics.SipRefused("subprotocol");
            return ApiProblem.Invalid("The WebSocket subprotocol \"sip\" must be asked for (RFC 7118 §4).");
        }

        if (!_origins.Admits(context.Request.Headers.Origin.ToString(), context.Request.Host.Value ?? ""))
        {
            metrics.SipRefused("origin");
            return ApiProblem.Forbidden("Sip:WebSocketOrigins does not list the origin of this page.");
        }

        return null;
    }

    private Task RefuseForNow(HttpContext context, string reason)
    {
        metrics.SipRefused(reason);
        context.Response.Headers.RetryAfter = options.Value.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, "unavailable", "No further connection is taken now.").ExecuteAsync(context);
    }

    private static IPEndPoint SourceOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, context.Connection.RemotePort);
    }
}
