using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using OpenTelemetry;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Tracing;
using RtcCluster.TestKit.Network;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>Keeps the spans that a host under test sends, and is the collector that it sends them to.</summary>
internal sealed class SpanWatch : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly HttpListener _collector = new();
    private int _received;

    public SpanWatch()
    {
        var address = $"http://127.0.0.1:{FreePorts.Take()}/";
        Endpoint = $"{address}v1/traces";
        _collector.Prefixes.Add(address);
        _collector.Start();
        _ = CollectAsync();
    }

    /// <summary>Where it takes OTLP over HTTP.</summary>
    public string Endpoint { get; }

    /// <summary>Messages that came by the exporter.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Every span, also of other tests' calls.</summary>
    public IReadOnlyList<Activity> All => [.. _spans];

    /// <summary>The spans of a call; other tests of the process have traces of their own.</summary>
    public IReadOnlyList<Activity> Of(CallId call) => [.. _spans.Where(span => span.TraceId == CallTrace.IdOf(call))];

    public override void OnEnd(Activity data) => _spans.Enqueue(data);

    protected override void Dispose(bool disposing)
    {
        ((IDisposable)_collector).Dispose();
        base.Dispose(disposing);
    }

    private async Task CollectAsync()
    {
        try
        {
            while (true)
            {
                var request = await _collector.GetContextAsync();
                await request.Request.InputStream.CopyToAsync(Stream.Null);
                Interlocked.Increment(ref _received);
                request.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }
}
