using System.Diagnostics.Metrics;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Tests.Blobs;

/// <summary>A file blob store whose every temporary file lies on Linux's always full device.</summary>
internal sealed class FileBlobStoreOnFullDisk : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _refused;

    public FileBlobStoreOnFullDisk(string root, StorageMetrics metrics)
    {
        Store = new FileBlobStore(root, flush: false, metrics, _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        _listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref _refused, measured));
        _listener.EnableMeasurementEvents(metrics.BlobsFull);
        _listener.Start();
    }

    public FileBlobStore Store { get; }

    public long Refused => Interlocked.Read(ref _refused);

    public void Dispose() => _listener.Dispose();
}
