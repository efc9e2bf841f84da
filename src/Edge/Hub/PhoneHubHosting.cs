using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Conversations;
using RtcCluster.Edge.ParkLots;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Edge.Wallboards;

namespace RtcCluster.Edge.Hub;

/// <summary>Adds and maps the phone hub.</summary>
internal static class PhoneHubHosting
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hub/phone";

    // An offer of 64 KiB in JSON, every character of it escaped.
    private const int MaxMessage = 160 * 1024;

    /// <summary>Adds the hub and what it needs.</summary>
    public static IServiceCollection AddPhoneHub(this IServiceCollection services)
    {
        services.AddSingleton<PhoneDevices>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PhoneEntrance>(provider, provider.GetRequiredService<IOptions<EdgeOptions>>().Value));
        services.AddSingleton<VisibilityDesk>();
        services.AddSingleton<PresenceWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceWatch>());
        services.AddSingleton<MailboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MailboxWatch>());
        services.AddSingleton<InboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWatch>());
        services.AddSingleton<RoomWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomWatch>());
        services.AddSingleton<RoomDesk>();
        services.AddSingleton<ParkLotWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ParkLotWatch>());
        services.AddSingleton<AgentWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AgentWatch>());
        services.AddSingleton<WallboardWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<WallboardWatch>());
        services.AddHostedService<SessionPatrol>();
        services.AddSingleton<HubGate>();
        services.AddSingleton<IDrainStep>(provider => ActivatorUtilities.CreateInstance<TellBrowsersStep>(provider, provider.GetRequiredService<IOptions<EdgeOptions>>().Value));
        services.AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxMessage;
                options.KeepAliveInterval = TimeSpan.FromSeconds(5);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
                options.MaximumParallelInvocationsPerClient = 4;
                options.EnableDetailedErrors = false;
            })
            .AddHubOptions<PhoneHub>(static options => options.AddFilter<HubGate>())
            .AddJsonProtocol(options => options.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)))
            .AddMessagePackProtocol();
        KeepThroughCalls(services);
        services.Configure<BearerTokenOptions>(IdentityConstants.BearerScheme, options => options.Events.OnMessageReceived = TakeFromQuery);
        return services;
    }

    /// <summary>Maps the hub: WebSockets only, so that any balancer will do.</summary>
    public static void MapPhoneHub(this WebApplication app) => app.MapHub<PhoneHub>(Path, options =>
    {
        options.Transports = HttpTransportType.WebSockets;
        options.AllowStatefulReconnects = true;
        options.CloseOnAuthenticationExpiration = false;
    });

    // Who closes SignalR's connections is a type of its own that is not public; it takes the host's lifetime.
    private static void KeepThroughCalls(IServiceCollection services)
    {
        var manager = services.Single(service => service.ServiceType.FullName == "Microsoft.AspNetCore.Http.Connections.Internal.HttpConnectionManager").ServiceType;
        services.AddSingleton<HubLifetime>();
        services.AddSingleton<IDrainStep>(provider => provider.GetRequiredService<HubLifetime>());
        services.Replace(ServiceDescriptor.Singleton(manager, provider => ActivatorUtilities.CreateInstance(provider, manager, provider.GetRequiredService<HubLifetime>())));
    }

    // A browser cannot give a WebSocket a header.
    private static Task TakeFromQuery(MessageReceivedContext context)
    {
        if (context.HttpContext.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal) && context.Request.Query["access_token"] is [{ Length: > 0 } token])
        {
            context.Token = token;
        }

        return Task.CompletedTask;
    }
}
