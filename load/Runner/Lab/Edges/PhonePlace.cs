using System.Net;
using RtcCluster.Load.Runner.Lab.Networks;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>Where telephones of a class are, and how they speak with the edges.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Address">Their address.</param>
/// <param name="Namespace">The network that they are in; null for the lab's own.</param>
/// <param name="IsConnected">Whether they speak over TCP, by a connection of their own.</param>
/// <param name="Refresh">How often they register; null: once.</param>
/// <param name="Edges">Where they take the edges to be, in the order in which they try them.</param>
internal sealed record PhonePlace(MovingKind Kind, IPAddress Address, string? Namespace, bool IsConnected, TimeSpan? Refresh, IReadOnlyList<IPEndPoint> Edges)
{
    /// <summary>From this and its number a telephone draws when it registers again for the first time.</summary>
    public int Seed { get; init; }

    /// <summary>Often enough for a router to keep the way open, as telephones behind one do.</summary>
    private static readonly TimeSpan NatRefresh = TimeSpan.FromSeconds(10);

    /// <summary>Telephones beside the edges that do nothing but answer in their dialog.</summary>
    public static PhonePlace Beside(MovingKind kind, IPEndPoint edge) => new(kind, LabNetwork.Here is null ? IPAddress.Loopback : LabNetwork.Core, null, false, null, [edge]);

    /// <summary>The telephones of a class.</summary>
    /// <param name="kind">The class.</param>
    /// <param name="edges">Where the edges take SIP; the first is the one that dies.</param>
    public static PhonePlace Of(MovingKind kind, IReadOnlyList<IPEndPoint> edges) => kind switch
    {
        MovingKind.SipTcp => Beside(kind, edges[0]) with { IsConnected = true, Edges = edges },
        MovingKind.SipNat or MovingKind.SipSharedNat => new PhonePlace(kind, LabNetwork.Home, LabNetwork.Here!.HomeNamespace, false, NatRefresh, [.. edges.Distinct()]),
        _ => Beside(kind, edges[0]),
    };
}
