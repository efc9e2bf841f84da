using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Rights;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Rounds;
using RtcCluster.Storage;
using RtcCluster.Storage.Rights;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>An archive that is long to be read stays its maker's.</summary>
[Collection(EdgeCollection.Name)]
public sealed class ExportLeaseTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileAnArchiveIsFilled_ItsMakerRenewsTheLease_AndNobodyElseTakesIt()
    {
        // Of a time to come: what this clock leases is nobody's by the clock of the edge, whose own maker looks at the same database.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(1));
        await using var storage = new ServiceCollection().AddRtcStorage(new ConfigurationBuilder().Build(), fixture.Edge.DataPath).Replace(ServiceDescriptor.Singleton<TimeProvider>(time)).BuildServiceProvider();
        var real = storage.GetRequiredService<IDataExports>();
        var (writing, goOn) = (new TaskCompletionSource<DataExport>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var renewed = 0;
        var slow = Answers.Of<IDataExports>((method, args) =>
        {
            if (method.Name == nameof(IDataExports.RenewAsync))
            {
                return RenewAsync((DataExport)args[0]!, (CancellationToken)args[1]!);
            }

            return method.Name == nameof(IDataExports.WriteAsync) ? WriteAsync((DataExport)args[0]!, (CancellationToken)args[1]!) : method.Invoke(real, args);
        });
        var services = fixture.Edge.Services;
        using var maker = new ExportMaker(
            slow, services.GetRequiredService<BundleContent>(), services.GetRequiredService<IOptions<RightsOptions>>(), services.GetRequiredService<EdgeClock>(), time, NullLogger<ExportMaker>.Instance);

        // The edge's own maker may be faster: then there is another.
        Task<int> round;
        do
        {
            await real.AskForAsync(Granted(time), Ct);
            round = maker.RoundAsync(Ct);
            await Task.WhenAny(round, writing.Task).WaitAsync(Patience, Ct);
        }
        while (!writing.Task.IsCompleted);
        var export = await writing.Task;
        for (var minute = 1; minute <= 7; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Eventually.IsTrueAsync($"renewal {minute}", Patience, () => Task.FromResult(Volatile.Read(ref renewed) >= minute));
        }

        // A lease is of five minutes.
        Assert.Null(await real.TakeAsync(Ct));
        goOn.SetResult();
        Assert.Equal(1, await round.WaitAsync(Patience, Ct));
        Assert.Equal((DataExportState.Ready, 1), await real.FindAsync("demo", export.Id, Ct) is { } made ? (made.State, made.Attempts) : default);

        async Task<bool> RenewAsync(DataExport of, CancellationToken ct)
        {
            var isOwn = await real.RenewAsync(of, ct);
            Interlocked.Increment(ref renewed);
            return isOwn;
        }

        async Task<DataExportStream> WriteAsync(DataExport of, CancellationToken ct)
        {
            writing.TrySetResult(of);
            await goOn.Task.WaitAsync(ct);
            return await real.WriteAsync(of, ct);
        }
    }

    private static RightsRequest Granted(FakeTimeProvider time) => new()
    {
        Id = Guid.NewGuid().ToString("n"), TenantId = "demo", UserName = "agent3", Kind = RightsKind.Access, DecidedBy = "demo/admin", MadeAt = time.GetUtcNow(), DueAt = time.GetUtcNow(),
    };
}
