using System.Globalization;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Bench;

/// <summary>Says at start that a bench is one, and registers its users where <c>Bench:Contacts</c> says so.</summary>
internal sealed partial class BenchContacts(IOptions<BenchOptions> options, IGrainFactory grains, EdgeIdentity identity, TimeProvider time, ILogger<BenchContacts> log) : BackgroundService
{
    private const int AtOnce = 32;
    private const int Seconds = 86_400;

    private int _ready;

    /// <summary>Contacts in place.</summary>
    public int Ready => Volatile.Read(ref _ready);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bench = options.Value;
        LogOn();
        if (!bench.Contacts)
        {
            return;
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, bench.Users), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (number, _) => await PlaceAsync(bench, number));
        LogReady(Ready);
    }

    private async Task PlaceAsync(BenchOptions bench, int number)
    {
        var (name, extension) = BenchSeed.UserOf(number);
        var request = new RegisterRequest
        {
            SignallingId = string.Create(CultureInfo.InvariantCulture, $"bench-{number}"),
            CSeq = 1,
            Contacts = [new ContactRequest($"sip:{extension}@{bench.Target}", Seconds, 1, null, null, false)],
            RemoveAll = false,
            Path = [],
            Transport = "udp",
            Source = bench.Target.ToString(),
            Flow = 0,
            Edge = identity.Edge,
            EdgeName = identity.Name,
            UserAgent = null,
            At = time.GetUtcNow(),
        };
        using (TenantScope.Enter(BenchSeed.TenantId))
        {
            var receipt = await grains.GetGrain<IUserGrain>(new UserId(new TenantId(BenchSeed.TenantId), name).Key).Register(request);
            if (receipt.Refusal is { } refusal)
            {
                LogRefused(number, refusal.SipCode);
                return;
            }
        }

        Interlocked.Increment(ref _ready);
    }

    [LoggerMessage(5400, LogLevel.Warning, "This server is a bench (Bench:Enabled): calls from Bench:Source are taken without digest and go to Bench:Target, and limits do not count for it.")]
    private partial void LogOn();

    [LoggerMessage(5401, LogLevel.Information, "{Count} contacts of the bench are in place.")]
    private partial void LogReady(int count);

    [LoggerMessage(5402, LogLevel.Warning, "The contact of user {Number} of the bench was refused with {Code}.")]
    private partial void LogRefused(int number, int code);
}
