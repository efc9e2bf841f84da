using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Persistence;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using RtcCluster.Storage;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Cluster.State;

/// <summary>Registers a store as the default for grain state and for reminders.</summary>
public static class StateHosting
{
    /// <summary>Keeps grain state and reminders in one SQLite file of this process.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="path">The file; made when missing.</param>
    /// <returns>The silo.</returns>
    public static ISiloBuilder AddSqliteState(this ISiloBuilder silo, string path)
    {
        ArgumentNullException.ThrowIfNull(silo);
        // The container disposes it after the silo has stopped, so that the last deactivating grain can still save.
        silo.Services.AddSingleton(_ => StateDatabase.Open(path));
        return silo.UseStateDatabase();
    }

    /// <summary>Keeps grain state and reminders in a file that somebody else opened and will close; silos of one process may share it.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="database">The open file.</param>
    /// <returns>The silo.</returns>
    public static ISiloBuilder AddSqliteState(this ISiloBuilder silo, StateDatabase database)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton(database);
        return silo.UseStateDatabase();
    }

    /// <summary>Keeps grain state and reminders in Redis.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connectionString">In StackExchange.Redis' form.</param>
    /// <returns>The silo.</returns>
    public static ISiloBuilder AddRedisState(this ISiloBuilder silo, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton(provider => new RedisLink(connectionString, provider.GetRequiredService<TimeProvider>(), provider.GetService<StorageMetrics>(), provider.GetRequiredService<ILogger<StoreWatch>>()));
        silo.AddRedisGrainStorageAsDefault((OptionsBuilder<RedisStorageOptions> options) => options.Configure<RedisLink>((o, link) =>
        {
            o.ConfigurationOptions = RedisSettings.Parse(connectionString);
            o.CreateMultiplexer = async _ => (await link.ConnectAsync(), IsShared: true);
            // A finished call leaves nothing behind.
            o.DeleteStateOnClear = true;
        }));
        var store = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME.Equals(service.ServiceKey));
        silo.Services.Remove(store);
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            store.ServiceKey, (provider, name) => new GuardedStorage((IGrainStorage)store.KeyedImplementationFactory!(provider, name), provider.GetRequiredService<RedisLink>()));
        silo.UseRedisReminderService(o => o.ConfigurationOptions = RedisSettings.Parse(connectionString));
        return silo;
    }

    private static ISiloBuilder UseStateDatabase(this ISiloBuilder silo)
    {
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (provider, _) => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider));
        silo.AddReminders();
        silo.Services.AddSingleton<IReminderTable, SqliteReminderTable>();
        silo.Services.AddSingleton<ILifecycleParticipant<Orleans.Runtime.ISiloLifecycle>, StateOpening>();
        return silo;
    }
}
