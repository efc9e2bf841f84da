using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RtcCluster.Cluster;
using RtcCluster.Cluster.Membership;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Silo;
using RtcCluster.Sip.Agent;
using RtcCluster.Storage;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>A silo and an edge in the test's own process, with real grains, stores and sockets: what Standalone composes.</summary>
public sealed class EdgeUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = TempFolder.Create("edge");
    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();
    private readonly Dictionary<string, long> _totals = [];

    private EdgeUnderTest(Action<IServiceCollection>? services, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder.Path });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Web:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
            ["Sip:Udp"] = "127.0.0.1:0",
            ["Sip:Tcp"] = "127.0.0.1:0",
            ["Sip:Tls"] = "127.0.0.1:0",
            ["Media:RtpPorts"] = $"{FreePorts.TakeRun(40)}-19999",
            ["Media:WebRtcPort"] = "0",
            ["Cluster:SiloPort"] = FreePorts.Take().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Data:Path"] = DataPath,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddRtcStorage(builder.Configuration, DataPath).AddDemoSeed();
        builder.AddRtcCluster(ClusterRoles.Core | ClusterRoles.Edge, "test");
        builder.AddRtcSilo();
        builder.AddRtcEdge();
        Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseUrls(builder.WebHost, builder.Configuration["Web:Url"]!);
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapRtcEdge();
    }

    public string DataPath => _folder.At("data");

    public Uri WebUrl => new(_app.Configuration["Web:Url"]!);

    public IServiceProvider Services => _app.Services;

    internal EdgeHost Edge => _app.Services.GetRequiredService<EdgeHost>();

    public IPEndPoint Udp => Of(SipTransport.Udp);

    public IPEndPoint Tcp => Of(SipTransport.Tcp);

    public IPEndPoint Tls => Of(SipTransport.Tls);

    public static Task<EdgeUnderTest> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<EdgeUnderTest> StartAsync(Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        var edge = new EdgeUnderTest(services, settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        await edge._app.StartAsync(new CancellationTokenSource(StartTime).Token);
        // Asked once: another test's instruments are published here as well, also in the moment in which this host is taken down.
        var ours = edge._app.Services.GetRequiredService<IMeterFactory>();
        edge._meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EdgeMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, ours))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        edge._meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = instrument.Name + string.Concat(tags.ToArray().Select(t => $"{{{t.Value}}}"));
            lock (edge._totals)
            {
                edge._totals[name] = instrument is ObservableInstrument<long> ? value : edge._totals.GetValueOrDefault(name) + value;
            }
        });
        edge._meters.Start();
        return edge;
    }

    /// <summary>The present value of a metric, for example <c>sip_refused{MissingVia}</c>; 0 when nothing was measured.</summary>
    public long Metric(string name)
    {
        _meters.RecordObservableInstruments();
        lock (_totals)
        {
            return _totals.GetValueOrDefault(name);
        }
    }

    public Task StopAsync() => _app.StopAsync(new CancellationTokenSource(StartTime).Token);

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private IPEndPoint Of(SipTransport transport) => Edge.Listeners.Single(l => l.Transport == transport).Local;
}
