using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Conversations;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Google;
using RtcCluster.Grains.Incidents;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.Policies;
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
        services.TryAddSingleton<EdgeRoster>();
        services.TryAddSingleton<EdgeRosters>();
        services.AddGrainService<EdgeRosterService>();
        services.TryAddSingleton<NoticeMemory>();
        services.TryAddSingleton<PolicyGate>();
        services.TryAddSingleton<QueueVoice>();
        services.TryAddSingleton<CallMetrics>();
        services.TryAddSingleton<QueueMetrics>();
        services.TryAddSingleton<VoicemailMetrics>();
        services.TryAddSingleton<IncidentMetrics>();
        services.TryAddSingleton<MailRound>();
        services.TryAddSingleton<MessageSound>();
        services.TryAddSingleton<FaxPages>();
        services.AddSingleton<PresenceFan>();
        services.AddSingleton<WallboardFan>();
        services.AddSingleton<InboxFan>();
        services.AddMetrics();
        services.AddOptions<WebhookRules>();
        services.TryAddSingleton<Webhooks>();
        services.AddOptions<GoogleRules>();
        services.TryAddSingleton<GoogleMetrics>();
        services.TryAddSingleton<GoogleHttp>();
        services.TryAddSingleton<GoogleTokens>();
        services.TryAddSingleton<PeopleApi>();
        services.TryAddSingleton<ContactTelling>();
        services.TryAddSingleton<PersonReading>();
        services.TryAddSingleton<ContactSync>();
        services.TryAddSingleton<DirectorySync>();
        services.TryAddSingleton<CalendarSync>();
        services.TryAddSingleton<IDice, SharedDice>();
        return services;
    }
}
