using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Storage;

/// <summary>Counters of the stores.</summary>
public sealed class StorageMetrics
{
    /// <summary>Name of the meter, for the host that exports it.</summary>
    public const string MeterName = "RtcCluster.Storage";

    private readonly ConcurrentDictionary<WatchedStore, StoreWatch> _watches = new();
    private long _backlog;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public StorageMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        LedgerWritten = meter.CreateCounter<long>("rtc.history.ledger.written", "{event}", "Ledger events committed to history.");
        LedgerRepeated = meter.CreateCounter<long>("rtc.history.ledger.repeated", "{event}", "Ledger events that history had already.");
        LedgerRefused = meter.CreateCounter<long>("rtc.history.ledger.refused", "{event}", "Ledger events whose number was taken by another content.");
        HistoryRetries = meter.CreateCounter<long>("rtc.history.retries", "{attempt}", "Transactions repeated because the database failed.");
        HistoryRefused = meter.CreateCounter<long>("rtc.history.refused", "{history}", "Histories that the database will never take.");
        HistoryCommit = meter.CreateHistogram(
            "rtc.history.commit", "s", "How long a transaction of the history takes, with its repeats.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30] });
        meter.CreateObservableGauge("rtc.history.backlog", () => Math.Max(0, Volatile.Read(ref _backlog)), "{history}", "Histories that wait to be written, or are being written.");
        meter.CreateObservableGauge("rtc.stores.away", MeasureWatches, "{store}", "1 while a store does not answer and what needs it is refused, by store; nothing of a store that is a file.");
        HistoryBatch = meter.CreateHistogram<int>("rtc.history.batch", "{history}", "Histories that shared one transaction.");
        BlobBytes = meter.CreateCounter<long>("rtc.blobs.written", "By", "Bytes written to the blob store.");
        BackupsMade = meter.CreateCounter<long>("rtc.backups.made", "{backup}", "Backups of tenants that were made, and, by result, those that were not.");
        BackupBytes = meter.CreateCounter<long>("rtc.backups.stored", "By", "Bytes that backups had to store, sealed.");
        BackupTime = meter.CreateHistogram("rtc.backups.time", "s", "How long a backup takes that is made.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 3_600, 14_400] });
        BlobsFull = meter.CreateCounter<long>("rtc.blobs.full", "{blob}", "Blobs refused because the store was full.");
    }

    /// <summary>Shows a store.</summary>
    /// <param name="watch">Its watch.</param>
    public void Show(StoreWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        _watches[watch.Store] = watch;
    }

    /// <summary>Whether a store is known not to answer; false of one that is not watched.</summary>
    /// <param name="store">Which.</param>
    public bool IsAway(WatchedStore store) => _watches.TryGetValue(store, out var watch) && watch.IsAway;

    internal Histogram<double> HistoryCommit { get; }

    internal Counter<long> LedgerWritten { get; }

    internal Counter<long> LedgerRepeated { get; }

    internal Counter<long> LedgerRefused { get; }

    internal Counter<long> HistoryRetries { get; }

    internal Counter<long> HistoryRefused { get; }

    internal Histogram<int> HistoryBatch { get; }

    internal Counter<long> BlobBytes { get; }

    internal Counter<long> BlobsFull { get; }

    internal Counter<long> BackupsMade { get; }

    internal Counter<long> BackupBytes { get; }

    internal Histogram<double> BackupTime { get; }

    private IEnumerable<Measurement<int>> MeasureWatches() =>
        _watches.Values.Select(static watch => new Measurement<int>(watch.IsAway ? 1 : 0, new KeyValuePair<string, object?>("store", watch.Store == WatchedStore.Database ? "database" : "state")));

    internal void Waits(int histories) => Interlocked.Add(ref _backlog, histories);
}
