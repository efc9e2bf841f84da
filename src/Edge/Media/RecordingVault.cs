using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>Where recordings rest, and the keys that they are sealed and signed with.</summary>
internal sealed partial class RecordingVault(IBlobStore blobs, IDataKeys keys, SigningKeys signing, EdgeMetrics metrics, ILogger<RecordingVault> log)
{
    /// <summary>The files.</summary>
    public IBlobStore Blobs => blobs;

    /// <summary>Keys of takes.</summary>
    public IDataKeys Keys => keys;

    /// <summary>The key of manifests.</summary>
    public SigningKeys Signing => signing;

    /// <summary>Counts and logs a chunk that was changed since it was written; who listens hears silence in its place.</summary>
    public void Damaged(string path)
    {
        metrics.RecordingChunk("damaged");
        LogDamaged(Pii.Text(path));
    }

    [LoggerMessage(2203, LogLevel.Error, "A recording chunk was changed or damaged since it was stored, and is silent: {Path}")]
    private partial void LogDamaged(Pii<string> path);
}
