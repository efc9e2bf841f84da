using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Stores;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Storage.Tests.Outages;

/// <summary>A PostgreSQL that stands still: connections come about, and nobody answers.</summary>
public sealed class FrozenDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task WhoSharesConnections_IsAskedOnOneOfItsOwnAllTheSame()
    {
        Assert.SkipUnless(PostgreSqlServer.IsInstalled, "PostgreSQL is not installed (Debian package postgresql; ./test installs it).");
        await using var server = await PostgreSqlServer.StartAsync();
        await using var question = new DatabaseQuestion(server.NewDatabase() + ";Multiplexing=true");

        await question.AskAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WhoAsksIsRefusedAtOnce_UntilItAnswersAgain()
    {
        Assert.SkipUnless(PostgreSqlServer.IsInstalled, "PostgreSQL is not installed (Debian package postgresql; ./test installs it).");
        await using var server = await PostgreSqlServer.StartAsync();
        using var folder = TempFolder.Create("storage");
        using var host = Host(server.NewDatabase(), folder.Path);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var directory = host.Services.GetRequiredService<IDirectory>();
        var watch = host.Services.GetRequiredService<DatabaseWatch>().Watch!;
        await directory.ListTenantsAsync(TestContext.Current.CancellationToken);

        server.Freeze();
        await Eventually.GetAsync("the database to be away", Patience, () => Task.FromResult(watch.IsAway), static away => away);
        var since = Stopwatch.GetTimestamp();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => directory.ListTenantsAsync(TestContext.Current.CancellationToken));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.False(DatabaseFault.IsPermanent(refused));
        Assert.True(Causes(refused).OfType<DbException>().Single().IsTransient);

        server.Thaw();
        await Eventually.GetAsync("the database to be back", Patience, () => Task.FromResult(watch.IsAway), static away => !away);
        await directory.ListTenantsAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Host(string connection, string folder)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = "PostgreSql", ["Database:ConnectionString"] = connection });
        builder.Services.AddRtcStorage(builder.Configuration, folder);
        return builder.Build();
    }

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
