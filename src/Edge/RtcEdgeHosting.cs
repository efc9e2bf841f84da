using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Bench;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Fax;
using RtcCluster.Edge.Http;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Incidents;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Rights;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Subscriptions;
using RtcCluster.Edge.Voicemail;

namespace RtcCluster.Edge;

/// <summary>Makes a process an edge. To be called after the process joined the cluster, so that sockets open after the silo and close before it.</summary>
public static class RtcEdgeHosting
{
    /// <summary>Binds the sections <c>Edge</c>, <c>Sip</c>, <c>Media</c>, <c>Speech</c>, <c>Web</c>, <c>Auth</c>, <c>Addon</c>, <c>Smtp</c>, <c>Rights</c> and <c>Bench</c> and adds SIP, media, lease, REST, health and metrics.</summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddRtcEdge(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddStrictOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddStrictOptions<SipOptions>(SipOptions.Section);
        services.AddStrictOptions<MediaOptions>(MediaOptions.Section);
        services.AddStrictOptions<SpeechOptions>(SpeechOptions.Section);
        services.AddStrictOptions<WebOptions>(WebOptions.Section);
        services.AddStrictOptions<AuthOptions>(AuthOptions.Section);
        services.AddStrictOptions<AddonOptions>(AddonOptions.Section);
        services.AddStrictOptions<SmtpOptions>(SmtpOptions.Section);
        services.AddStrictOptions<RightsOptions>(RightsOptions.Section);
        services.AddSingleton(provider => new EdgeClock(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<PlaceTable>();
        services.AddSingleton<IncidentPost>();
        services.AddSingleton<EdgeIdentity>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton(MakeCertificate);
        services.AddOptions<KestrelServerOptions>().Configure<IServiceProvider>(UseCertificate);
        services.AddSingleton<EdgeHost>();
        services.AddHostedService(provider => provider.GetRequiredService<EdgeHost>());
        services.AddHostedService<CutOffWatch>();
        services.AddSingleton<CallMover>();
        services.AddSingleton<EdgeLeave>();
        services.AddSingleton<DrainDesk>();
        services.AddSingleton<IDrainStep, MoveCallsStep>();
        services.AddSingleton<IDrainStep, EndCallsStep>();
        services.AddSingleton<IDrainStep, CloseSubscriptionsStep>();
        builder.AddBench();
        services.AddSipWebSocket();
        services.AddPhoneHub();
        services.AddSingleton<RecordingVault>();
        services.AddSingleton<FaxOutbox>();
        services.AddSingleton<OwnFiles>();
        services.AddSingleton<BundleContent>();
        services.AddSingleton<ExportMaker>();
        services.AddHostedService(provider => provider.GetRequiredService<ExportMaker>());
        services.AddSingleton<MailPost>();
        services.AddSingleton<MailDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<MailDesk>());
        services.AddEdgeHealth();
        services.AddRtcHttp();
        return builder;
    }

    /// <summary>Maps what an edge serves over HTTP.</summary>
    /// <param name="app">The web application.</param>
    /// <returns>The web application.</returns>
    public static WebApplication MapRtcEdge(this WebApplication app)
    {
        app.UseMiddleware<AdministrationListener>();
        app.MapEdgeHealth();
        app.MapRtcHttp();
        app.MapPhoneHub();
        app.MapSipWebSocket();
        app.MapBench();
        return app;
    }

    private static SipCertificate MakeCertificate(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<SipOptions>>().Value,
        services.GetRequiredService<IOptions<WebOptions>>().Value,
        services.GetRequiredService<IOptions<DataOptions>>().Value.Resolve(services.GetRequiredService<IHostEnvironment>().ContentRootPath),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<SipCertificate>>());

    private static void UseCertificate(KestrelServerOptions kestrel, IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<WebOptions>>().Value.IsSecure)
        {
            // Asked at each handshake, so that a renewed certificate needs no restart. Made now: one that cannot be read must stop the start.
            var certificate = services.GetRequiredService<SipCertificate>();
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
        }
    }
}
