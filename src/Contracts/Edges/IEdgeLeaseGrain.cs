using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Edges;

/// <summary>The proof that one edge incarnation is alive, and the index of its calls. Key: <see cref="EdgeId"/>.</summary>
/// <remarks>
/// The heartbeat is held in memory: no store write per renewal. The index is durable, so that the calls of an edge that died together with its
/// silo are found again.
/// </remarks>
[Alias("rtc.IEdgeLeaseGrain")]
public interface IEdgeLeaseGrain : IGrainWithStringKey
{
    /// <summary>How often an edge renews.</summary>
    static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a lease lasts without renewal.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Begins the lease; durable.</summary>
    [Alias("Open")]
    Task Open(EdgeInfo edge);

    /// <summary>Renews it. False: the lease has been lost, the edge owns nothing any more.</summary>
    [Alias("Renew")]
    Task<bool> Renew(EdgeLoad load);

    /// <summary>Puts calls into the index; durable when it returns. An edge does this before it offers a call.</summary>
    [Alias("Track")]
    Task Track(ImmutableArray<CallId> calls);

    /// <summary>Takes calls out of the index; durable later.</summary>
    [Alias("Untrack")]
    Task Untrack(ImmutableArray<CallId> calls);

    /// <summary>The edge ended in the ordinary way.</summary>
    [Alias("Close")]
    Task Close();

    /// <summary>The edge is known to be gone: each of its calls is told, until each has confirmed.</summary>
    [Alias("Expire")]
    Task Expire();

    /// <summary>
    /// A silo has died. A call that lived there comes to life elsewhere when somebody asks for it; of one that rings, or that is being written into the history, nobody may.
    /// So each call of the edge is asked, until each has answered.
    /// </summary>
    [Alias("SiloLost")]
    Task SiloLost();
}

/// <summary>How busy an edge is.</summary>
/// <param name="Calls">Calls that it carries.</param>
/// <param name="Legs">Legs that it signals.</param>
/// <param name="Draining">True when it takes no new calls.</param>
[GenerateSerializer, Immutable, Alias("rtc.EdgeLoad")]
public sealed record EdgeLoad([property: Id(0)] int Calls, [property: Id(1)] int Legs, [property: Id(2)] bool Draining);
