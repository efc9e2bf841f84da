using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Storage;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>Real keys below a folder.</summary>
internal sealed class TestVault(string folder) : IAsyncDisposable
{
    private readonly ServiceProvider _storage = new ServiceCollection().AddRtcStorage(new ConfigurationBuilder().Build(), folder).BuildServiceProvider();

    /// <summary>The store of the same folder.</summary>
    public IBlobStore Blobs => _storage.GetRequiredService<IBlobStore>();

    public RecordingVerifier Verifier => _storage.GetRequiredService<RecordingVerifier>();

    public SigningKeys Signing => _storage.GetRequiredService<SigningKeys>();

    /// <summary>The keys over this store or another.</summary>
    public RecordingVault Over(IBlobStore? blobs = null, EdgeMetrics? metrics = null) =>
        new(blobs ?? Blobs, _storage.GetRequiredService<IDataKeys>(), Signing, metrics ?? TestMeters.Metrics(), NullLogger<RecordingVault>.Instance);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
