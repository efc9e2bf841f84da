using RtcCluster.Cluster.Health;

namespace RtcCluster.Edge.Http;

/// <summary>Health and metrics of an edge.</summary>
internal static class HealthHosting
{
    /// <summary>Adds the checks and the exporter.</summary>
    public static IServiceCollection AddEdgeHealth(this IServiceCollection services)
    {
        services.AddMemberHealth().AddCheck<EdgeHealthCheck>("edge", tags: [MemberHealth.Ready]);
        return services;
    }

    /// <summary>Maps <c>/healthz/live</c> and <c>/healthz/ready</c> everywhere, <c>/healthz</c> with its details and <c>/metrics</c> for administration.</summary>
    public static void MapEdgeHealth(this WebApplication app)
    {
        foreach (var administrative in app.MapMemberHealth())
        {
            administrative.WithMetadata(AdministrationOnly.Mark);
        }
    }
}
