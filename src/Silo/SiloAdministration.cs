using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Health;

namespace RtcCluster.Silo;

/// <summary>What a silo by itself serves over HTTP: health and metrics, at an address that is for administration alone. A Standalone has its edge's.</summary>
internal static class SiloAdministration
{
    /// <summary>Binds <c>Web:AdminUrl</c> and adds the checks and the exporter.</summary>
    public static void AddSiloAdministration(this WebApplicationBuilder builder)
    {
        var web = builder.Configuration.GetStrict<SiloWebOptions>(SiloWebOptions.Section);
        builder.Services.AddMemberHealth().AddCheck<SiloHealthCheck>("silo", tags: [MemberHealth.Ready]);
        builder.WebHost.UseUrls(web.AdminUrl.ToString());
    }

    /// <summary>Maps it.</summary>
    public static void MapSiloAdministration(this WebApplication app) => app.MapMemberHealth();
}
