using System.Net.Sockets;

namespace RtcCluster.Edge.Media;

/// <summary>A socket that a media shard watches. Lives in its shard.</summary>
internal interface IWatched
{
    /// <summary>The socket; non-blocking.</summary>
    Socket Socket { get; }

    /// <summary>Its key in the shard.</summary>
    int Key { get; set; }

    /// <summary>Whose call is being served: it is the one that is broken when <see cref="Read"/> throws. Null for nobody's.</summary>
    MediaCall? Call { get; }

    /// <summary>The socket can be read.</summary>
    void Read();
}
