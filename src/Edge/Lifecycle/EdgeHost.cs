using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Draining;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Incidents;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.ParkLots;
using RtcCluster.Edge.Prompts;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Tones;
using RtcCluster.Sip.Agent;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>The running edge: makes sockets and shards when the silo is up, joins them with the grains, and takes them down in order.</summary>
internal sealed partial class EdgeHost : IHostedService, IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly SipOptions _sip;
    private readonly MediaOptions _media;
    private readonly EdgeOptions _edge;
    private readonly BenchOptions? _bench;
    private readonly string _dataPath;
    private readonly string _sharedPath;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly EdgeIdentity _identity;
    private readonly LeaseKeeper _lease;
    private readonly Drain _drain;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILoggerFactory _logs;
    private readonly ILogger<EdgeHost> _log;
    private readonly CallTable _calls = new();
    private readonly SipShards _shards = new();
    private SipTransports? _transports;
    private EdgeParts? _parts;
    private PassedFlows? _passed;
    private MediaShards? _mediaShards;
    private RecordingSpooler? _spooler;
    private ImmutableArray<CallBridge> _bridges = [];
    private PhoneDesk? _phones;
    private TrunkProbes? _probes;
    private TrunkRegistrations? _registrations;
    private GrainWaker? _waker;
    private CancellationTokenRegistration _lost;
    private volatile bool _started;

    public EdgeHost(
        IServiceProvider services,
        IOptions<SipOptions> sip,
        IOptions<MediaOptions> media,
        IOptions<EdgeOptions> edge,
        IOptions<DataOptions> data,
        IHostEnvironment environment,
        EdgeClock clock,
        EdgeMetrics metrics,
        EdgeIdentity identity,
        LeaseKeeper lease,
        Drain drain,
        IHostApplicationLifetime lifetime,
        ILoggerFactory logs)
    {
        _services = services;
        _sip = sip.Value;
        _media = media.Value;
        _edge = edge.Value;
        _bench = services.GetRequiredService<IOptions<BenchOptions>>().Value is { Enabled: true } bench ? bench : null;
        _dataPath = data.Value.Resolve(environment.ContentRootPath);
        _sharedPath = data.Value.ResolveShared(environment.ContentRootPath);
        _clock = clock;
        _metrics = metrics;
        _identity = identity;
        _lease = lease;
        _drain = drain;
        _lifetime = lifetime;
        _logs = logs;
        _log = logs.CreateLogger<EdgeHost>();
    }

    /// <summary>Whether every socket is bound and the lease is held.</summary>
    public bool IsReady => _started && !_drain.IsDraining && _lease.IsHeld;

    /// <summary>Whether it is on the smaller side of a cut through the cluster.</summary>
    public bool IsCutOff => _lease.IsCutOff;

    /// <summary>Whether whoever comes is to try another edge.</summary>
    public bool SendsElsewhere => _drain is { IsDraining: true, IsElsewhere: true };

    /// <summary>Where SIP is listened for.</summary>
    public IReadOnlyList<SipListener> Listeners => _transports?.Listeners ?? [];

    /// <summary>Takes SIP WebSockets; null while the edge takes no new ones.</summary>
    public SipWebSockets? WebSockets => _started && !_drain.IsDraining ? _transports?.WebSockets : null;

    /// <summary>Every call.</summary>
    public CallTable Calls => _calls;

    /// <summary>New calls that no grain has taken yet.</summary>
    public int CallsPending => _parts?.Admission.Pending ?? 0;

    /// <summary>Takes what browsers want; null until the edge has started.</summary>
    public PhoneDesk? Phones => _started ? _phones : null;

    /// <summary>Recordings that have ended and are not stored whole yet.</summary>
    public int ClosingRecordings => _mediaShards?.Resources.ClosingRecordings ?? 0;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var names = new SipNames(_logs.CreateLogger<SipNames>());
        var certificate = _sip.Tls is null ? null : _services.GetRequiredService<SipCertificate>();
        _passed = new PassedFlows(_services.GetRequiredService<IGrainFactory>(), _shards, _clock, _metrics);
        _transports = new SipTransports(
            _sip, _services.GetRequiredService<IOptions<WebOptions>>().Value, _bench, certificate, names, _shards, _passed, _clock, _metrics, () => _lease.MaySend, _logs);
        _mediaShards = MakeMedia();
        var parts = _parts = MakeParts(names);
        var gate = new SipGate(
            parts.Directory, parts.Digests, new LoginGuard(_sip, _bench?.Source), _sip, _edge, _clock, _metrics, _services.GetRequiredService<IncidentPost>(), _logs.CreateLogger<SipGate>());
        MakeShards(parts, gate, names);
        _metrics.AddGauge("rtc_calls_active", "Calls that this edge carries.", () => _calls.Active);
        _metrics.AddGauge("rtc_legs_active", "Legs that this edge signals.", () => _calls.Legs);
        _metrics.AddGauge("rtc_calls_pending", "New calls that the cluster has not taken yet.", () => parts.Admission.Pending);
        _metrics.AddGauge("rtc_edge_lease_held", "1 while the edge holds its lease.", () => _lease.IsHeld ? 1 : 0);
        _metrics.AddGauge("rtc_edge_draining", "1 while the edge takes no new calls because it stops or is drained.", () => _drain.IsDraining ? 1 : 0);
        _metrics.AddGauge("rtc_hub_connections_active", "Browsers that are connected to the phone hub.", () => parts.Devices.Count);

        await _lease.StartAsync(() => new EdgeLoad(_calls.Active, _calls.Legs, _drain.IsDraining), cancellationToken);
        _lost = _lease.Lost.Register(LeaseLost);
        _spooler!.Start();
        _mediaShards.Start();
        for (var i = 0; i < _bridges.Length; i++)
        {
            _shards.All[i].Start(_bridges[i]);
        }

        _transports.Start();
        _waker = new GrainWaker(_services.GetRequiredService<IDirectory>(), parts, _logs.CreateLogger<GrainWaker>());
        _waker.Start();
        _started = true;
        foreach (var listener in _transports.Listeners)
        {
            LogListening(listener.Transport, listener.Local.ToString());
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _started = false;
        await _lost.DisposeAsync();
        if (_waker is not null)
        {
            await _waker.DisposeAsync();
        }

        await _lease.CloseAsync();
        await DisposeAsync();
    }

    /// <summary>Puts a batch into its call's mailbox.</summary>
    public ApplyReceipt Apply(CallBatch batch)
    {
        if (_calls.TryFind(batch.Call, out var known))
        {
            return known.Apply(batch);
        }

        if (batch.FirstNumber != 1)
        {
            return new ApplyReceipt(ApplyStatus.Gap, 0);
        }

        if (!_started || (_drain.IsDraining && !RingsOurs(batch)))
        {
            _metrics.CommandsRefused("draining");
            return new ApplyReceipt(ApplyStatus.Draining, 0);
        }

        var call = _calls.FindOrAdd(batch.Call, id =>
        {
            // So that the call is told when this process dies, although it did not come in here.
            _ = _lease.TrackAsync(id).ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return MakeCall(id);
        });
        return call.Apply(batch);
    }

    // Whom no other edge can reach is rung by this one, as long as it does not stop; who that is has been decided where the registrations are.
    private bool RingsOurs(CallBatch batch) =>
        !_drain.IsStopping && batch.Commands.Any(static command => command is InviteLeg { Target: { Trunk: null, IsBrowser: false } });

    /// <summary>A call that no INVITE began lives in the shard that its name falls to.</summary>
    private EdgeCall MakeCall(CallId id) => _bridges[(int)((uint)string.GetHashCode(id.Key, StringComparison.Ordinal) % (uint)_bridges.Length)].Make(id);

    /// <summary>Whether this edge has a dialog.</summary>
    /// <exception cref="InvalidOperationException">It cannot say so: its dialogs may be others' by now, or its own again in a moment.</exception>
    public Task<DialogHold> FindDialogAsync(DialogName dialog)
    {
        if (!_started || !_lease.IsHeld)
        {
            throw new InvalidOperationException("The edge holds no lease.");
        }

        var home = _bridges[SipShards.ShardOf(dialog.CallId, _bridges.Length)];
        return home.Shard.AskAsync(() => home.HoldOf(dialog));
    }

    /// <summary>Takes a message of one of its dialogs that came to another edge; false when it cannot.</summary>
    public bool ReceiveBy(SipPath path, byte[] message) => _started && _lease.IsHeld && _passed!.Receive(path, Listeners, message);

    /// <summary>Sends by a flow of this edge what another one has to say; false when it certainly does not go out.</summary>
    public bool SendBy(SipPath path, byte[] message) =>
        _transports is { } transports && PassedFlows.TryRead(path, out var flow) && transports.TrySend(flow, flow.Remote.Serialize(), message, -1, 0);

    /// <summary>Tells telephones that watch colleagues to ask another edge.</summary>
    public void CloseSubscriptions()
    {
        foreach (var bridge in _bridges)
        {
            bridge.CloseSubscriptions();
        }
    }

    /// <summary>Ends SIP WebSockets.</summary>
    public void CloseWebSockets() => _transports?.CloseWebSockets();

    /// <summary>The calls of a tenant.</summary>
    public ImmutableArray<CallId> CallsOf(TenantId tenant, int limit) => [.. _calls.Going().Select(c => c.Id).Where(c => c.Tenant == tenant).Take(limit)];

    /// <summary>Asks the peers of a trunk whether they are there.</summary>
    public void Probe(TrunkId trunk, ImmutableArray<Contracts.Trunks.TrunkPeer> peers)
    {
        if (_started)
        {
            _probes!.Ask(trunk, peers);
        }
    }

    /// <summary>Keeps a trunk registered, or no longer.</summary>
    public void KeepRegistered(TrunkId trunk, TrunkRegistration? registration)
    {
        if (_started)
        {
            _registrations!.Keep(trunk, registration);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transports is { } transports)
        {
            _transports = null;
            await transports.DisposeAsync();
        }

        _shards.Dispose();
        _mediaShards?.Dispose();
        _mediaShards = null;
        if (_spooler is { } spooler)
        {
            _spooler = null;
            await spooler.DisposeAsync();
        }

    }

    private MediaShards MakeMedia()
    {
        var ports = new RtpPortPool(_media);
        var blobs = _services.GetRequiredService<IOptions<BlobOptions>>().Value;
        var spool = new SpoolerSettings
        {
            DataPath = _dataPath,
            Edge = _identity.Name,
            MaxBacklog = _edge.MaxRecordingBacklog,
            SpoolLimit = _services.GetRequiredService<IOptions<SealingOptions>>().Value.SpoolLimit,
            // What the store reports as written outlives a power cut at a service, and in files where they are flushed: the spool is as good as that, and no slower.
            Flush = blobs.Provider != BlobProvider.Files || blobs.Flush,
            Salvaged = recording => _services.GetRequiredService<IGrainFactory>().GetGrain<IRecordingGrain>(recording.Key).Salvaged(),
        };
        _spooler = new RecordingSpooler(_services.GetRequiredService<RecordingVault>(), spool, _metrics, _logs.CreateLogger<RecordingSpooler>());
        _metrics.AddGauge("rtc_media_ports_in_use", "Pairs of media ports in use.", () => ports.Used);
        var resources = new MediaResources
        {
            Options = new CallMediaOptions { RecordingDrafts = true, ActiveTimeout = _media.SilenceTimeout, HeldTimeout = _media.HeldTimeout },
            Ports = ports,
            Opus = _media.Opus,
            Video = _media.Video,
            Spooler = _spooler,
            PublicAddress = _media.PublicAddress ?? _media.Address,
            LatchAnySource = _media.LatchAnySource,
            Clock = _clock,
            Tones = TonePlan.Colombia,
            Prompts = MakePrompts(),
            OffersT38 = _media.OffersT38,
            Vault = _services.GetRequiredService<RecordingVault>(),
            Faxes = new FaxLog(_metrics, _logs.CreateLogger<FaxLog>()),
        };
        var log = _logs.CreateLogger<MediaShard>();
        var shards = new MediaShards(
            [
                .. Enumerable.Range(0, _media.ShardCount)
                    .Select(i => new MediaShard(i, OperatingSystem.IsLinux() ? new EpollIo() : new SelectIo(), _clock, _metrics, log) { Place = ThreadPlace.Of(_bench?.MediaCores ?? "") }),
            ],
            resources);
        if (_media.Anchors)
        {
            var handshakes = new DtlsHandshakes(
                new DtlsIdentities(DtlsIdentity.Create(_clock.Utc), () => _clock.Utc), _media.MaxDtlsHandshakes, _metrics, _logs.CreateLogger<DtlsHandshakes>());
            handshakes.WarmUp();
            shards.Serve(_media, handshakes);
        }

        return shards;
    }

    private PromptDesk MakePrompts()
    {
        var options = _services.GetRequiredService<IOptions<SpeechOptions>>().Value;
        var blobs = _services.GetRequiredService<IBlobStore>();
        var cache = new SpeechCache(Path.Combine(_dataPath, "speech"), options.CacheBytes, _services.GetRequiredService<TimeProvider>());
        _metrics.AddGauge("rtc_speech_cache_bytes", "Bytes of spoken texts that are kept.", () => cache.Bytes);
        var speech = new Speech(options, new SpeechVoice(options, _logs.CreateLogger<SpeechVoice>()), cache, _metrics);
        return new PromptDesk(new StoredSounds(blobs), new RecordedVoices(_services.GetRequiredService<RecordingVault>()), speech, _metrics, _logs.CreateLogger<PromptDesk>());
    }

    private EdgeParts MakeParts(SipNames names)
    {
        var directory = _services.GetRequiredService<IDirectory>();
        return new EdgeParts
        {
            Identity = _identity,
            Grains = _services.GetRequiredService<IGrainFactory>(),
            Lease = _lease,
            Calls = _calls,
            Media = _mediaShards!,
            Credentials = new TrunkCredentials(directory, names, _clock, _logs.CreateLogger<TrunkCredentials>()),
            Directory = new DirectoryCache(directory, _clock),
            Digests = new DigestRealms(_sip, _identity.Name, _sharedPath),
            Sip = _sip,
            Bench = _bench,
            Edge = _edge,
            MediaSettings = _media,
            Clock = _clock,
            Metrics = _metrics,
            Listeners = _transports!.Listeners,
            Flows = new FlowUsers(),
            Devices = _services.GetRequiredService<PhoneDevices>(),
            Watches = _services.GetRequiredService<PresenceWatch>(),
            Mailboxes = _services.GetRequiredService<MailboxWatch>(),
            Rooms = _services.GetRequiredService<RoomWatch>(),
            ParkLots = _services.GetRequiredService<ParkLotWatch>(),
            Admission = new CallAdmission(_clock),
            Foreign = new ForeignDialogs(_identity.Edge, _services.GetRequiredService<IGrainFactory>(), _clock, _metrics),
            IsDraining = () => _drain.IsDraining,
            IsStopping = () => _drain.IsStopping,
        };
    }

    private void MakeShards(EdgeParts parts, SipGate gate, SipNames names)
    {
        var count = _sip.Shards > 0 ? _sip.Shards : Environment.ProcessorCount;
        var log = _logs.CreateLogger<SipShard>();
        var shards = new List<SipShard>(count);
        var bridges = ImmutableArray.CreateBuilder<CallBridge>(count);
        for (var i = 0; i < count; i++)
        {
            var number = i;
            var options = new SipAgentOptions
            {
                Listeners = _transports!.Listeners,
                PublicAddress = _sip.PublicAddress.Length > 0 ? _sip.PublicAddress : null,
                Credentials = parts.Credentials,
                OwnsCallId = id => SipShards.ShardOf(id, count) == number,
            };
            var shard = new SipShard(i, options, _sip.ShardQueue, _transports, names, _clock, _metrics, log) { Place = ThreadPlace.Of(_bench?.SipCores ?? "") };
            shards.Add(shard);
            bridges.Add(new CallBridge(shard, _shards, gate, parts));
        }

        _shards.Set(shards);
        _bridges = bridges.MoveToImmutable();
        parts.Finder.Set(_bridges);
        _phones = new PhoneDesk(MakeCall, parts);
        _probes = new TrunkProbes(shards[0], _bridges[0], parts);
        _registrations = new TrunkRegistrations(shards[0], _bridges[0], parts);
    }

    /// <summary>This edge owns nothing any more: nothing is sent, legs are dropped, and the process ends so that its successor can begin.</summary>
    private void LeaseLost()
    {
        _transports?.Silence();
        foreach (var call in _calls.Going())
        {
            call.Shard.Post(call.DropSilently);
        }

        Environment.ExitCode = LostLeaseExitCode;
        _lifetime.StopApplication();
    }

    /// <summary>Tells whoever watches the process that it did not end by itself: EX_TEMPFAIL of sysexits.h.</summary>
    private const int LostLeaseExitCode = 75;

    [LoggerMessage(2011, LogLevel.Information, "SIP is listened for on {Transport} {Endpoint}.")]
    private partial void LogListening(SipTransport transport, string endpoint);
}
