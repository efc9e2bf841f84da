using System.Globalization;
using RtcCluster.Contracts.Trunks;

namespace RtcCluster.Edge.Calls;

/// <summary>Writes the URIs of a trunk's peers.</summary>
internal static class TrunkUris
{
    /// <summary>The URI of a peer, or of a user at it.</summary>
    public static string Of(TrunkPeer peer, string? user)
    {
        var transport = peer.Transport.Equals("udp", StringComparison.OrdinalIgnoreCase) ? "" : $";transport={peer.Transport.ToLowerInvariant()}";
        return string.Create(CultureInfo.InvariantCulture, $"sip:{(user is null ? "" : user + "@")}{PartyText.Host(peer.Host)}:{peer.Port}{transport}");
    }
}
