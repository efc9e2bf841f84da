using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Silo;
using RtcCluster.Storage.Directory;
using Xunit;

namespace RtcCluster.Edge.Tests.Rounds;

/// <summary>The hourly round of all tenants, one of which does not answer.</summary>
public sealed class TenantRoundsTests
{
    private readonly AsyncLocal<bool> _isHere = new();
    private readonly List<string> _watched = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATenantThatDoesNotAnswer_IsCounted_AndHoldsUpNoOther()
    {
        using var missed = Missed(out var count);
        var rounds = Rounds(key => key == "bank/backups" ? Task.FromException(new TimeoutException("Response did not arrive on time.")) : Task.CompletedTask);

        Assert.False(await rounds.WatchAsync(Ct));

        Assert.Equal(["acme/retention", "acme/backups", "acme/billing", "bank/retention", "bank/backups", "bank/billing", "club/retention", "club/backups", "club/billing"], _watched);
        Assert.Equal(1, count());
    }

    [Fact]
    public async Task AGrainWhoseSiloGivesUp_EndsNoRound()
    {
        var rounds = Rounds(key => key.StartsWith("acme/", StringComparison.Ordinal) ? Task.FromException(new OperationCanceledException()) : Task.CompletedTask);

        Assert.False(await rounds.WatchAsync(Ct));

        Assert.Equal(9, _watched.Count);
    }

    [Fact]
    public async Task WhenAllAnswer_TheRoundIsWhole() => Assert.True(await Rounds(_ => Task.CompletedTask).WatchAsync(Ct));

    [Fact]
    public async Task WithTheDirectoryAway_NobodyIsAsked()
    {
        var rounds = new TenantRounds(
            Answers.Of<IGrainFactory>((_, _) => throw new InvalidOperationException("asked")),
            Answers.Of<IDirectory>((_, _) => Task.FromException<IReadOnlyList<Tenant>>(new TimeoutException())),
            Answers.Of<IHostApplicationLifetime>((_, _) => null),
            TimeProvider.System,
            NullLogger<TenantRounds>.Instance);

        Assert.False(await rounds.WatchAsync(Ct));
    }

    private TenantRounds Rounds(Func<string, Task> watch)
    {
        IReadOnlyList<Tenant> tenants = [.. new[] { "acme", "bank", "club" }.Select(id => new Tenant { Id = id, Name = id, SipRealm = $"{id}.test", Country = "CO" })];
        _isHere.Value = true;
        return new TenantRounds(
            Answers.Of<IGrainFactory>((asked, args) => Answers.Of(asked.ReturnType, (_, _) =>
            {
                _watched.Add((string)args[0]!);
                return watch((string)args[0]!);
            })),
            Answers.Of<IDirectory>((_, _) => Task.FromResult(tenants)),
            Answers.Of<IHostApplicationLifetime>((_, _) => null),
            TimeProvider.System,
            NullLogger<TenantRounds>.Instance);
    }

    // Other hosts of this process make rounds too: only what is counted in this test's own flow is its own.
    private MeterListener Missed(out Func<long> count)
    {
        long total = 0;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "rtc.tenant.rounds.missed")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref total, _isHere.Value ? value : 0));
        listener.Start();
        count = () => Interlocked.Read(ref total);
        return listener;
    }
}
