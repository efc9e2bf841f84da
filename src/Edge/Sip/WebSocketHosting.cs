using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Sip;

/// <summary>Adds and maps SIP over WebSocket.</summary>
internal static class WebSocketHosting
{
    /// <summary>A browser answers pings by itself, even for a page that sleeps: a peer that is gone is known in less than a minute.</summary>
    private static readonly WebSocketOptions Sockets = new() { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>Adds the entrance, and the step that closes it in a stop.</summary>
    public static IServiceCollection AddSipWebSocket(this IServiceCollection services)
    {
        services.AddSingleton<WebSocketEntrance>();
        services.AddSingleton<IDrainStep, CloseWebSocketsStep>();
        return services;
    }

    /// <summary>Maps the entrance, unless <c>Sip:WebSocket</c> switches it off.</summary>
    public static void MapSipWebSocket(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SipOptions>>().Value.WebSocket)
        {
            return;
        }

        var pipeline = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        pipeline.UseWebSockets(Sockets);
        pipeline.Run(context => context.RequestServices.GetRequiredService<WebSocketEntrance>().ServeAsync(context));
        // A connection of hours is no request whose duration tells anything.
        app.Map(WebSocketEntrance.Path, pipeline.Build()).AllowAnonymous().ExcludeFromDescription().DisableHttpMetrics();
    }
}
