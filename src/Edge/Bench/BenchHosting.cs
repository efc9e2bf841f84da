using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Bench;

/// <summary>What an edge serves while it is measured; nothing unless <c>Bench:Enabled</c> is set.</summary>
internal static class BenchHosting
{
    private const string Counters = "/bench/counters";

    /// <summary>Adds it where the configuration says so.</summary>
    /// <exception cref="ConfigurationRefusedException">The edge listens beyond loopback.</exception>
    public static void AddBench(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStrictOptions<BenchOptions>(BenchOptions.Section);
        var configuration = builder.Configuration;
        var bench = configuration.GetStrict<BenchOptions>(BenchOptions.Section);
        if (!bench.Enabled)
        {
            return;
        }

        BenchExposure.Refuse(
            bench,
            configuration.GetStrict<SipOptions>(SipOptions.Section),
            configuration.GetStrict<MediaOptions>(MediaOptions.Section),
            configuration.GetStrict<WebOptions>(WebOptions.Section));
        builder.Services.Configure<PasswordHasherOptions>(static hasher => hasher.IterationCount = BenchSeed.PasswordIterations);
        builder.Services.AddSingleton<BenchContacts>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<BenchContacts>());
    }

    /// <summary>Maps it.</summary>
    public static void MapBench(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<BenchOptions>>().Value.Enabled)
        {
            return;
        }

        app.MapHub<BenchHub>(BenchHub.Path, static options => options.Transports = HttpTransportType.WebSockets).AllowAnonymous();
        app.MapGet(Counters, Count).AllowAnonymous().ExcludeFromDescription();
    }

    private static BenchCounters Count(bool? collect, EdgeMetrics metrics, EdgeHost edge, BenchContacts contacts, PhoneDevices devices, IOptions<SipOptions> sip, IOptions<MediaOptions> media)
    {
        if (collect == true)
        {
            // What is left is what is held: only so can memory before and after something be compared.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var memory = GC.GetGCMemoryInfo();
        var addresses = new[] { sip.Value.Udp?.Address, media.Value.Address }.OfType<System.Net.IPAddress>().Distinct();
        return new BenchCounters(
            metrics.Tally(),
            edge.Calls.Active,
            edge.CallsPending,
            addresses.Sum(KernelDrops.Of),
            [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            GC.GetTotalPauseDuration().TotalMilliseconds,
            memory.HeapSizeBytes,
            ThreadPool.ThreadCount,
            ThreadPool.PendingWorkItemCount,
            contacts.Ready,
            devices.Count);
    }
}
