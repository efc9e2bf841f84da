using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Reports;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>A history of its own on SQLite or PostgreSQL, and the reports of it, at a moment that the test says.</summary>
internal sealed class ReportStore : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("reports");
    private readonly PostgreSqlServer? _server;
    private readonly IHost _host;

    private ReportStore(PostgreSqlServer? server, DateTimeOffset now)
    {
        _server = server;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (server is not null)
        {
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?> { ["Database:Provider"] = "PostgreSql", ["Database:ConnectionString"] = server.NewDatabase() });
        }

        builder.Services.AddRtcStorage(builder.Configuration, _folder.Path);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
        _host = builder.Build();
    }

    public IReportQuery Reports => _host.Services.GetRequiredService<IReportQuery>();

    public IHistoryWriter History => _host.Services.GetRequiredService<IHistoryWriter>();

    public static async Task<ReportStore> StartAsync(bool postgreSql, DateTimeOffset now)
    {
        Assert.SkipWhen(postgreSql && !PostgreSqlServer.IsInstalled, "PostgreSQL is not installed (Debian package postgresql; ./test installs it).");
        var store = new ReportStore(postgreSql ? await PostgreSqlServer.StartAsync() : null, now);
        await store._host.StartAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
