using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Prompts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Tones;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>One running media shard with its sockets, without signalling.</summary>
internal sealed class ShardUnderTest : IAsyncDisposable
{
    private const int Ports = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TempFolder _folder = TempFolder.Create("shard");
    private readonly TestMeters _meters = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _totals = [];
    private readonly EdgeMetrics _metrics;
    private readonly RecordingSpooler _spooler;
    private readonly TestVault _keys;
    private readonly MediaResources _resources;
    private int _secured;

    public ShardUnderTest(
        int maxHandshakes = 32, UfragTableOptions? bounds = null, WebRtcTcpBounds? tcp = null, IMediaIo? io = null, DtlsOptions? dtls = null, OpusUse opus = OpusUse.BetweenBrowsers, bool transcodesOpus = true,
        IBlobStore? blobs = null, SpeechOptions? speech = null, ILogger<SpeechVoice>? voiceLog = null,
        TimeSpan? activeTimeout = null, Func<FaxSessionOptions, FaxSession>? newFax = null)
    {
        _metrics = new EdgeMetrics(_meters);
        Listen();
        var clock = new EdgeClock(TimeProvider.System);
        // Pairs begin at even ports: one that begins with an odd one has a pair less.
        var first = (FreePorts.TakeRun(Ports + 1) + 1) & ~1;
        var options = new MediaOptions { RtpPorts = $"{first}-{first + Ports - 1}", WebRtcPort = 0 };
        blobs ??= new NoBlobs();
        speech ??= new SpeechOptions();
        _keys = new TestVault(_folder.At("keys"));
        var vault = _keys.Over(blobs, _metrics);
        _spooler = new RecordingSpooler(vault, new SpoolerSettings { DataPath = _folder.Path }, _metrics, NullLogger<RecordingSpooler>.Instance);
        _resources = new MediaResources
        {
            Options = CallMediaOptions.Default with { TranscodesOpus = transcodesOpus, ActiveTimeout = activeTimeout ?? CallMediaOptions.Default.ActiveTimeout },
            Opus = opus,
            Ports = new RtpPortPool(options),
            Spooler = _spooler,
            PublicAddress = IPAddress.Loopback,
            LatchAnySource = false,
            Clock = clock,
            Tones = TonePlan.Europe,
            Prompts = new PromptDesk(
                new StoredSounds(blobs),
                new RecordedVoices(vault),
                new Speech(speech, new SpeechVoice(speech, voiceLog ?? NullLogger<SpeechVoice>.Instance), new SpeechCache(_folder.At("speech"), speech.CacheBytes, TimeProvider.System), _metrics),
                _metrics,
                NullLogger<PromptDesk>.Instance),
            Vault = vault,
            NewFax = newFax ?? (static options => new FaxSession(options)),
            Faxes = new FaxLog(_metrics, NullLogger<FaxLog>.Instance),
        };
        _spooler.Start();
        Handshakes = new DtlsHandshakes(new DtlsIdentities(DtlsIdentity.Create(clock.Utc), () => clock.Utc), maxHandshakes, _metrics, NullLogger.Instance, dtls);
        Shard = new MediaShard(0, io ?? (OperatingSystem.IsLinux() ? new EpollIo() : new SelectIo()), clock, _metrics, NullLogger.Instance);
        var port = new WebRtcPort(Shard, WebRtcPort.Bind(options, 0), Handshakes, bounds ?? UfragTableOptions.Default);
        Shard.Serve(port);
        port.Serve(WebRtcTcp.Bind(options, port.Number), tcp ?? WebRtcTcpBounds.Default);
        Shard.Start();
    }

    public MediaShard Shard { get; }

    public DtlsHandshakes Handshakes { get; }

    /// <summary>What the calls reported.</summary>
    public ConcurrentQueue<LegEvent> Reported { get; } = new();

    /// <summary>Where browsers reach the shard.</summary>
    public IPEndPoint WebRtc => new(IPAddress.Loopback, Shard.WebRtc!.Number);

    /// <summary>Where they reach it by TCP.</summary>
    public IPEndPoint OverTcp => new(IPAddress.Loopback, Shard.WebRtc!.Tcp!.Number);

    /// <summary>The present value of a metric, for example <c>rtc_srtp_dropped{forged}</c>; 0 when nothing was measured.</summary>
    public long Metric(string name)
    {
        _listener.RecordObservableInstruments();
        lock (_totals)
        {
            return _totals.GetValueOrDefault(name);
        }
    }

    /// <summary>Runs something on the shard's thread.</summary>
    public async Task<T> DoAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Shard.Post(() => done.SetResult(work()));
        return await done.Task.WaitAsync(Patience);
    }

    /// <summary>The same, without a result.</summary>
    public Task DoAsync(Action work) => DoAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>Waits until a browser and the shard have each other's keys: what either says from then on is heard.</summary>
    public async Task SecureAsync(WebPhone browser)
    {
        var result = await browser.Secured.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(DtlsStatus.Established, result.Status);
        _secured++;
        await Eventually.IsTrueAsync("the edge to have the keys", Patience, () => Task.FromResult(Metric("rtc_dtls_handshakes{Established}") >= _secured));
        await DoAsync(static () => { });
    }

    /// <summary>A call without legs.</summary>
    public Task<MediaCall> NewCallAsync() => DoAsync(() => new MediaCall(Shard, _resources, Reported.Enqueue));

    /// <summary>A conference without members.</summary>
    public Task<MediaConference> NewConferenceAsync() => DoAsync(() => new MediaConference(Shard, _resources));

    public async ValueTask DisposeAsync()
    {
        Shard.Dispose();
        await _spooler.DisposeAsync();
        await _keys.DisposeAsync();
        _listener.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
        _folder.Dispose();
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = instrument.Name + string.Concat(tags.ToArray().Select(t => $"{{{t.Value}}}"));
            lock (_totals)
            {
                _totals[name] = instrument is ObservableInstrument<long> ? value : _totals.GetValueOrDefault(name) + value;
            }
        });
        _listener.Start();
    }
}
