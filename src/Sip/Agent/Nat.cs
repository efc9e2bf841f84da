using System.Net;

namespace RtcCluster.Sip.Agent;

/// <summary>Says whether a Contact's address cannot be meant for us: a private one, given by a peer that sends from another kind of address.</summary>
/// <remarks>
/// A public Contact that differs from the source is obeyed: it is a carrier's gateway behind a load balancer, or a peer behind a proxy that does not
/// record its route. So is a private one when the source is of the same private network, which routes within itself.
/// </remarks>
internal static class Nat
{
    private static readonly (IPNetwork Network, int Kind)[] Private =
    [
        (IPNetwork.Parse("0.0.0.0/8"), 1), (IPNetwork.Parse("10.0.0.0/8"), 2), (IPNetwork.Parse("172.16.0.0/12"), 3), (IPNetwork.Parse("192.168.0.0/16"), 4),
        (IPNetwork.Parse("100.64.0.0/10"), 5), (IPNetwork.Parse("169.254.0.0/16"), 6), (IPNetwork.Parse("127.0.0.0/8"), 7), (IPNetwork.Parse("fc00::/7"), 8),
        (IPNetwork.Parse("fe80::/10"), 9), (IPNetwork.Parse("::1/128"), 10), (IPNetwork.Parse("::/128"), 11),
    ];

    /// <summary>Whether a peer that sends from <paramref name="source"/> is not reachable at <paramref name="contact"/>.</summary>
    public static bool Hides(IPAddress contact, IPAddress source)
    {
        var kind = KindOf(contact);
        return kind is 1 or 11 || (kind != 0 && kind != KindOf(source));
    }

    private static int KindOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var (network, kind) in Private)
        {
            if (network.Contains(plain))
            {
                return kind;
            }
        }

        return 0;
    }
}
