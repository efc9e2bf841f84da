using Microsoft.Extensions.Hosting;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.State;
using RtcCluster.Storage;

namespace RtcCluster.Cluster;

/// <summary>The stores that a member's configuration asks for, checked against what its roles may use.</summary>
internal sealed class MemberStores
{
    private readonly StateProvider _state;
    private readonly string? _stateConnection;
    private readonly string _dataPath;

    private MemberStores(StateProvider state, string? stateConnection, string dataPath)
    {
        _state = state;
        _stateConnection = stateConnection;
        _dataPath = dataPath;
    }

    /// <summary>Chooses the stores.</summary>
    /// <exception cref="ConfigurationRefusedException">The roles may not use them, or they do not fit each other.</exception>
    public static MemberStores Choose(ClusterRoles roles, RtcClusterOptions cluster, StateOptions state, DatabaseOptions database, string dataPath)
    {
        var provider = state.Provider ?? (cluster.Provider == ClusterProvider.Embedded ? StateProvider.Embedded : StateProvider.Redis);
        // That of an Azure account opens no Redis.
        var connection = string.IsNullOrWhiteSpace(state.ConnectionString) && cluster.Provider != ClusterProvider.AzureTable ? cluster.ConnectionString : state.ConnectionString;
        var errors = new List<SettingError>();
        if (!RtcClusterHosting.IsStandalone(roles))
        {
            if (cluster.Provider == ClusterProvider.Embedded)
            {
                errors.Add(new("Cluster:Provider", nameof(ClusterProvider.Embedded), "only Standalone may use it; a silo or an edge needs Redis or AzureTable"));
            }

            if (provider == StateProvider.Embedded && cluster.Provider != ClusterProvider.Embedded)
            {
                errors.Add(new("State:Provider", nameof(StateProvider.Embedded), "only Standalone may use it; a silo or an edge needs Redis"));
            }

            if (database.Provider == DatabaseProvider.Sqlite)
            {
                errors.Add(new("Database:Provider", nameof(DatabaseProvider.Sqlite), "only Standalone may use it; a silo or an edge needs PostgreSql"));
            }
            else if (string.IsNullOrWhiteSpace(database.ConnectionString))
            {
                errors.Add(new("Database:ConnectionString", null, "must be set when Database:Provider is PostgreSql"));
            }

            if (cluster.ClusterId == RtcClusterOptions.DefaultClusterId)
            {
                errors.Add(new("Cluster:ClusterId", cluster.ClusterId, "only Standalone may use the default; choose a name of your own"));
            }
        }
        else if (cluster.Provider != ClusterProvider.Embedded && provider == StateProvider.Embedded)
        {
            errors.Add(new("State:Provider", nameof(StateProvider.Embedded), $"must be Redis when Cluster:Provider is {cluster.Provider}: members share one state"));
        }

        if (provider == StateProvider.Redis && string.IsNullOrWhiteSpace(connection))
        {
            errors.Add(new("State:ConnectionString", null, "must be set when State:Provider is Redis"));
        }

        return errors.Count == 0 ? new MemberStores(provider, connection, dataPath) : throw new ConfigurationRefusedException(errors);
    }

    /// <summary>Registers membership, grain state and reminders.</summary>
    public void Register(ISiloBuilder silo, RtcClusterOptions cluster)
    {
        if (cluster.Provider == ClusterProvider.Embedded)
        {
            // A cluster of one: membership lives in this process, and no gateway is open.
            silo.UseLocalhostClustering(cluster.SiloPort, gatewayPort: 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
        }
        else if (cluster.Provider == ClusterProvider.AzureTable)
        {
            silo.UseAzureStorageClustering(o => o.TableServiceClient = AzureTables.Open(cluster.ConnectionString!));
        }
        else
        {
            silo.UseRedisClustering(o => o.ConfigurationOptions = RedisSettings.Parse(cluster.ConnectionString!));
        }

        silo.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = cluster.Address;
            (o.SiloPort, o.GatewayPort) = (cluster.SiloPort, 0);
            // Listen where one is advertised and nowhere else: the port speaks to whoever reaches it.
            o.SiloListeningEndpoint = new IPEndPoint(cluster.Address, cluster.SiloPort);
        });

        if (_state == StateProvider.Embedded)
        {
            silo.AddSqliteState(Path.Combine(_dataPath, "state.db"));
        }
        else
        {
            silo.AddRedisState(_stateConnection!);
        }
    }
}
