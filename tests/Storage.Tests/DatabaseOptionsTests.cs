using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("Database:Provider", "Oracle", "Database:Provider is 'Oracle'; it must be Sqlite or PostgreSql.")]
    [InlineData("Database:Provider", "1", "Database:Provider is '1'; it must be Sqlite or PostgreSql.")]
    [InlineData("Database:Provder", "Sqlite", "Database:Provder is not a setting; Database has Provider, ConnectionString.")]
    [InlineData("Database:Pasword", "secret", "Database:Pasword is not a setting; Database has Provider, ConnectionString.")]
    [InlineData("Database:Provider", "PostgreSql", "Database:ConnectionString is empty; PostgreSql needs one such as 'Host=db;Database=rtccluster;Username=rtc'.")]
    [InlineData("Database:ConnectionString", "Server=db;Pasword=secret", "Database:ConnectionString cannot be read by Sqlite")]
    [InlineData("Database:ConnectionString", "Pooling=True", "Database:ConnectionString names no Data Source")]
    [InlineData("Blobs:Provider", "Tape", "Blobs:Provider is 'Tape'; it must be Files.")]
    [InlineData("Blobs:Flush", "often", "Blobs:Flush is 'often'; it must be true or false.")]
    [InlineData("Blobs:Root", "/", "Blobs:Root is not a setting; Blobs has Provider, Flush.")]
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
