using System.Diagnostics.Metrics;

namespace RtcCluster.Storage;

/// <summary>Counters of the stores.</summary>
public sealed class StorageMetrics
{
    /// <summary>Name of the meter, for the host that exports it.</summary>
    public const string MeterName = "RtcCluster.Storage";

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
        HistoryBatch = meter.CreateHistogram<int>("rtc.history.batch", "{history}", "Histories that shared one transaction.");
        BlobBytes = meter.CreateCounter<long>("rtc.blobs.written", "By", "Bytes written to the blob store.");
        BlobsFull = meter.CreateCounter<long>("rtc.blobs.full", "{blob}", "Blobs refused because the store was full.");
    }

    internal Counter<long> LedgerWritten { get; }

    internal Counter<long> LedgerRepeated { get; }

    internal Counter<long> LedgerRefused { get; }

    internal Counter<long> HistoryRetries { get; }

    internal Counter<long> HistoryRefused { get; }

    internal Histogram<int> HistoryBatch { get; }

    internal Counter<long> BlobBytes { get; }

    internal Counter<long> BlobsFull { get; }
}
