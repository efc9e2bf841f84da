using Orleans.Storage;
using RtcCluster.Cluster.State;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Cluster.Tests.State;

public sealed class SqliteStore : IStateStore, IAsyncLifetime
{
    private readonly TempFolder _folder = TempFolder.Create("state");
    private StateHost? _host;

    public string? Missing => null;

    public IGrainStorage Storage => _host!.Storage;

    public IReminderTable Reminders => _host!.Reminders;

    internal StateDatabase Database => _host!.Database;

    public async ValueTask InitializeAsync() => _host = await StateHost.StartAsync(silo => silo.AddSqliteState(_folder.At("state.db")));

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _folder.Dispose();
    }
}
