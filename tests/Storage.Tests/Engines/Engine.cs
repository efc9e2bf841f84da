using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests.Engines;

/// <summary>The whole storage of one test class on one engine, as a host starts it: from an empty folder and an empty database.</summary>
public abstract class Engine : IAsyncLifetime
{
    private readonly TempFolder _data = TempFolder.Create("storage");
    private IHost? _host;
    private int _tenants;

    /// <summary>Why this engine cannot be tested here; null when it can.</summary>
    public virtual string? SkipReason => null;

    public IServiceProvider Services => _host!.Services;

    public IDirectory Directory => Get<IDirectory>();

    public IDirectoryWriter Writer => Get<IDirectoryWriter>();

    /// <summary>Settings of section Database, made once per engine.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Settings of a database that nobody has used yet.</summary>
    public abstract IReadOnlyDictionary<string, string?> NewSettings();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A tenant that no other test has, so that tests of one class share a database and meet nowhere.</summary>
    public async Task<string> NewTenantAsync()
    {
        var id = $"t{Interlocked.Increment(ref _tenants)}";
        var saved = await Writer.SaveTenantAsync(new Tenant { Id = id, Name = id, SipRealm = $"{id}.test", Country = "CO" });
        Assert.Equal(SaveStatus.Saved, saved.Status);
        return id;
    }

    /// <summary>A further host, on this engine's database unless told otherwise, as a second process of the cluster would be.</summary>
    public IHost NewHost(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, string? dataPath = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings ?? Settings);
        builder.Services.AddRtcStorage(builder.Configuration, dataPath ?? _data.Path);
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    internal RtcDbContext OpenContext() => Get<IDbContextFactory<RtcDbContext>>().CreateDbContext();

    public async ValueTask InitializeAsync()
    {
        if (SkipReason is null)
        {
            _host = NewHost();
            await _host.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A path in this engine's data folder.</summary>
    protected string InData(string name) => _data.At(name);
}
