using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests.Audits;

/// <summary>A database, keys and blobs of one test's own, with a clock that it moves, and as many processes on them as it wants.</summary>
internal sealed class AuditHouse : IDisposable
{
    public const string Tenant = "acme";
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Engine _engine;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly TempFolder _data = TempFolder.Create("audit");
    private readonly List<IHost> _hosts = [];

    private AuditHouse(Engine engine, (string Key, string Value)[] settings)
    {
        _engine = engine;
        _settings = new Dictionary<string, string?>([.. engine.NewSettings(), .. settings.Select(static each => KeyValuePair.Create<string, string?>(each.Key, each.Value))]);
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public IServiceProvider First => _hosts[0].Services;

    public IBlobStore Blobs => First.GetRequiredService<IBlobStore>();

    public static async Task<AuditHouse> OpenAsync(Engine engine, params (string Key, string Value)[] settings)
    {
        var house = new AuditHouse(engine, settings);
        await house.Process().GetRequiredService<StorageMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
        return house;
    }

    /// <summary>A further process on the same stores.</summary>
    public IServiceProvider Process()
    {
        var host = _engine.NewHost(_settings, services => services.AddSingleton<TimeProvider>(Time), _data.Path);
        _hosts.Add(host);
        return host.Services;
    }

    public async Task WriteAsync(int rows, string tenant = Tenant, IServiceProvider? process = null)
    {
        for (var i = 1; i <= rows; i++)
        {
            await (process ?? First).GetRequiredService<IAuditLog>().AddAsync(
                new AuditRow { TenantId = tenant, At = Time.GetUtcNow(), Actor = $"{tenant}/admin", Action = "line.save", Target = $"{i}", Address = "127.0.0.1", Detail = "{\"a\":\"ñ\0\"}" },
                TestContext.Current.CancellationToken);
        }
    }

    public async Task SealAsync(IServiceProvider? process = null, bool sign = true)
    {
        var chainer = (process ?? First).GetRequiredService<AuditChainer>();
        while (await chainer.SealAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        if (sign)
        {
            await chainer.CheckpointAsync(all: true, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Rows that were written, sealed and signed, and then the hour in which rows without a signature are taken is over.</summary>
    public async Task LiveAsync(int rows)
    {
        await WriteAsync(rows);
        await SealAsync();
        Time.Advance(AuditCheckpoints.Adoption + TimeSpan.FromMinutes(1));
        await WriteAsync(1);
        await SealAsync();
    }

    public RtcDbContext OpenContext() => First.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();

    public async Task<(AuditVerdict Verdict, List<string> Faults)> VerifyAsync()
    {
        var faults = new List<string>();
        var verdict = await First.GetRequiredService<AuditVerifier>().VerifyAsync(
            null,
            (tenant, fault) =>
            {
                faults.Add($"{tenant}: {fault}");
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(verdict.Faults, faults.Count);
        return (verdict, faults);
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _data.Dispose();
    }
}
