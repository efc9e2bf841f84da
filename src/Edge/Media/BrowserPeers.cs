using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>The connections of one browser's leg at the shard's shared port: one, or two while a page takes over from the one before. Lives in its shard.</summary>
internal sealed class BrowserPeers(MediaShard shard, MediaCall call, LegSlot slot, WebRtcPort port, DtlsIdentity identity)
{
    private readonly List<BrowserPeer> _peers = [];

    /// <summary>The port.</summary>
    public WebRtcPort Port => port;

    /// <summary>Our certificate on this leg.</summary>
    public DtlsIdentity Identity => identity;

    /// <summary>Keeps the port's table as the leg's machine says.</summary>
    public void Do(in MediaEffect effect)
    {
        var connection = effect.Connection;
        var peer = _peers.Find(p => p.Connection == connection);
        switch (effect.Kind)
        {
            case MediaEffectKind.UfragAdded:
                Add(peer, connection, effect.Terms!);
                break;
            case MediaEffectKind.PeerNamed when peer is not null:
                peer.Name(effect.Terms!);
                break;
            case MediaEffectKind.UfragRetired when peer is not null:
                port.Retire(peer, effect.Ufrag!);
                break;
            case MediaEffectKind.FlowSelected when peer is not null:
                var flow = new IceFlow(effect.Destination, effect.Stream);
                port.Select(peer, flow);
                peer.Select(flow);
                break;
            case MediaEffectKind.ConnectionClosed when peer is not null:
                Remove(peer);
                break;
            default:
                break;
        }
    }

    private void Add(BrowserPeer? peer, int connection, ConnectionTerms terms)
    {
        if (peer is null)
        {
            peer = new BrowserPeer(shard, call, slot, connection, terms, port, identity);
            _peers.Add(peer);
        }

        if (!port.Add(peer, terms.Local))
        {
            // It could not be reached: the leg's machine is told when it is done with what it does now.
            var lost = peer;
            shard.Post(() => call.EndConnection(lost));
        }
    }

    private void Remove(BrowserPeer peer)
    {
        _peers.Remove(peer);
        port.Remove(peer);
        peer.Close();
    }
}
