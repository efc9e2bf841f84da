using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("Database:Provider", "Oracle", "Database:Provider")]
    [InlineData("Database:Provder", "Sqlite", "Provder")]
    [InlineData("Database:Provider", "PostgreSql", "Database:ConnectionString is empty")]
    [InlineData("Database:ConnectionString", "Server=db;Pasword=secret", "Database:ConnectionString cannot be read by Sqlite")]
    [InlineData("Database:ConnectionString", "Pooling=True", "Database:ConnectionString names no Data Source")]
    [InlineData("Blobs:Provider", "Tape", "Blobs:Provider")]
    [InlineData("Blobs:Root", "/", "Root")]
    public async Task RefusesToStart_AndNamesTheKey(string key, string value, string expected)
    {
        using var data = TempFolder.Create("options");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value });

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            builder.Services.AddRtcStorage(builder.Configuration, data.Path);
            using var host = builder.Build();
            await host.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }
}
