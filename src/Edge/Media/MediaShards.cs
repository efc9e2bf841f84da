using System.Collections.Concurrent;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Media;

/// <summary>The media shards. A call lives in one of them, chosen by its name.</summary>
internal sealed class MediaShards(IReadOnlyList<MediaShard> shards, MediaResources resources) : IDisposable
{
    private readonly ConcurrentDictionary<string, ConferenceLink> _conferences = [];

    /// <summary>What the calls share.</summary>
    public MediaResources Resources => resources;

    /// <summary>Binds the shards' ports for browsers; before they run.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A port is in use or not ours.</exception>
    public void Serve(MediaOptions options, DtlsHandshakes handshakes)
    {
        for (var i = 0; i < shards.Count; i++)
        {
            var port = new WebRtcPort(shards[i], WebRtcPort.Bind(options, i), handshakes);
            shards[i].Serve(port);
            if (options.WebRtcTcp)
            {
                port.Serve(WebRtcTcp.Bind(options, port.Number), WebRtcTcpBounds.Default);
            }
        }
    }

    /// <summary>Begins to run.</summary>
    public void Start()
    {
        foreach (var shard in shards)
        {
            shard.Start();
        }
    }

    /// <summary>The way to a call's media; nothing is made before it is used.</summary>
    public MediaLink Link(CallId call, Action<LegEvent> report, EdgeSpans spans) =>
        new(ShardOf(call.Key), resources, report, spans);

    /// <summary>The way to a room's media, the same for all who name it; nothing is made before it is used.</summary>
    public ConferenceLink Conference(string room) => _conferences.GetOrAdd(room, named => new ConferenceLink(ShardOf(named), resources));

    public void Dispose()
    {
        foreach (var shard in shards)
        {
            shard.Dispose();
        }
    }

    private MediaShard ShardOf(string key) => shards[(int)((uint)string.GetHashCode(key, StringComparison.Ordinal) % (uint)shards.Count)];
}
