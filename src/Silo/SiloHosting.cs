using RtcCluster.Cluster.Configuration;
using RtcCluster.Grains;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Google;
using RtcCluster.Grains.Incidents;
using RtcCluster.Grains.Users;
using RtcCluster.Storage;

namespace RtcCluster.Silo;

/// <summary>What a process needs to hold the grains; Silo and Standalone call it beside cluster and storage.</summary>
public static class SiloHosting
{
    /// <summary>Adds the grains' services and binds the sections <c>Calls</c>, <c>Webhooks</c>, <c>Google</c>, <c>Outbound</c> and <c>Incidents</c>; an unknown key or a bad value stops the start.</summary>
    public static IHostApplicationBuilder AddRtcSilo(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // Read now: what is refused only when the host starts comes with the host's own stack trace around it.
        _ = builder.Configuration.GetStrict<CallRules>(CallRules.Section);
        _ = builder.Configuration.GetStrict<WebhookRules>(WebhookRules.Section);
        _ = builder.Configuration.GetStrict<GoogleRules>(GoogleRules.Section);
        _ = builder.Configuration.GetStrict<OutboundRules>(OutboundRules.Section);
        _ = builder.Configuration.GetStrict<IncidentRules>(IncidentRules.Section);
        builder.Services.AddStrictOptions<IncidentRules>(IncidentRules.Section);
        builder.Services.AddStrictOptions<CallRules>(CallRules.Section);
        builder.Services.AddStrictOptions<WebhookRules>(WebhookRules.Section);
        builder.Services.AddStrictOptions<GoogleRules>(GoogleRules.Section);
        builder.Services.AddStrictOptions<OutboundRules>(OutboundRules.Section);
        builder.Services.AddRtcGrains();
        builder.Services.AddAuditChaining();
        builder.Services.AddHostedService<TenantRounds>();
        return builder;
    }
}
