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
    [InlineData("Blobs:Provider", "Tape", "Blobs:Provider is 'Tape'; it must be Files or AzureBlob or S3.")]
    [InlineData("Blobs:Provider", "AzureBlob", "Blobs:ConnectionString is empty; AzureBlob needs that of the storage account.")]
    [InlineData("Blobs:Provider", "S3", "Blobs:AccessKey is empty; S3 needs the id of an access key.")]
    [InlineData("Blobs:Flush", "often", "Blobs:Flush is 'often'; it must be true or false.")]
    [InlineData("Blobs:Root", "/", "Blobs:Root is not a setting; Blobs has Provider, ConnectionString, Container, Endpoint, Region, AccessKey, SecretKey, Flush.")]
    public Task RefusesToStart_AndNamesTheKey(string key, string value, string expected) => RefusesAsync(new() { [key] = value }, expected);

    [Theory]
    [InlineData("AccountName=a;AccountKey=secret;", "rtccluster", "Blobs:ConnectionString is not that of an Azure storage account")]
    [InlineData("UseDevelopmentStorage=true", "Recordings", "Blobs:Container must be 3 to 63 of a-z, 0-9 and hyphen")]
    [InlineData("UseDevelopmentStorage=true", "-a-", "Blobs:Container must be 3 to 63 of a-z, 0-9 and hyphen")]
    public Task RefusesAnAccountThatCannotBe(string connection, string container, string expected) =>
        RefusesAsync(new() { ["Blobs:Provider"] = "AzureBlob", ["Blobs:ConnectionString"] = connection, ["Blobs:Container"] = container }, expected);

    private static async Task RefusesAsync(Dictionary<string, string?> settings, string expected)
    {
        using var data = TempFolder.Create("options");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);

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
