using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Tenants;
using RtcCluster.Grains.Users;
using RtcCluster.Grains.Trunks;
using RtcCluster.Grains.Voicemail;
using RtcCluster.Grains.Wallboards;

namespace RtcCluster.Grains;

/// <summary>What the grains need of a host beside storage and cluster.</summary>
public static class GrainsHosting
{
    /// <summary>Adds the services that grains ask for. The host brings directory, history and blobs.</summary>
    public static IServiceCollection AddRtcGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TenantPolicies>();
        services.TryAddSingleton<QueueVoice>();
        services.TryAddSingleton<CallMetrics>();
        services.TryAddSingleton<QueueMetrics>();
        services.TryAddSingleton<VoicemailMetrics>();
        services.TryAddSingleton<MailRound>();
        services.TryAddSingleton<MessageSound>();
        services.AddSingleton<PresenceFan>();
        services.AddSingleton<WallboardFan>();
        services.AddMetrics();
        services.AddOptions<WebhookRules>();
        services.TryAddSingleton<Webhooks>();
        services.TryAddSingleton<IDice, SharedDice>();
        return services;
    }
}
