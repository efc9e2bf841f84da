using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>One call: decides who is rung, who talks with whom, and writes the call's ledger. Key: <see cref="CallId"/>.</summary>
/// <remarks>
/// Awaited calls go edge → call → line, user, trunk, recording; and from a call to a younger one that is to become a part of it. The call answers edges with numbered command batches
/// (<see cref="Edges.IEdgeGrain.Apply"/>) which it never awaits inside the turn that made them.
/// </remarks>
[Alias("rtc.ICallGrain")]
public interface ICallGrain : IGrainWithStringKey
{
    /// <summary>A first leg came in at an edge. Repeating it is harmless: the call id names the attempt.</summary>
    /// <returns>Accepted once the call is saved; what happens next comes as commands. A refusal is also sent as a command.</returns>
    [Alias("Offer"), ResponseTimeout("00:00:05")]
    Task<CallReceipt> Offer(CallOffer offer);

    /// <summary>A user asks for a call: the user's own devices are rung first, then the target (click-to-call).</summary>
    [Alias("Originate"), ResponseTimeout("00:00:05")]
    Task<CallReceipt> Originate(CallOrigination origination);

    /// <summary>Numbered events of the legs and media that one edge carries. Repeating a number is harmless.</summary>
    /// <returns>Which events are saved; the edge keeps and re-sends the others.</returns>
    [Alias("Report"), ResponseTimeout("00:00:05")]
    Task<ReportReceipt> Report(LegReport report);

    /// <summary>A person's intention: hang up, hold, resume, transfer, send digits.</summary>
    [Alias("Act"), ResponseTimeout("00:00:05")]
    Task<IntentReceipt> Act(CallIntent intent);

    /// <summary>A younger call of the same party asks this one to take over its other party; sent, never awaited by a turn. Repeating it is harmless.</summary>
    [Alias("Join"), ResponseTimeout("00:00:05")]
    Task<IntentReceipt> Join(CallJoin join);

    /// <summary>A younger call's party wants to answer this one, which rings; sent, never awaited by a turn. Repeating it is harmless.</summary>
    [Alias("Pick"), ResponseTimeout("00:00:05")]
    Task<IntentReceipt> Pick(CallPick pick);

    /// <summary>An older call asks for the other party of this one, which ends. Repeating it gives the same answer as long as that call has not said <see cref="Taken"/>.</summary>
    /// <remarks>The one awaited call between calls: from the older to the younger, see <see cref="CallId.IsOlderThan"/>.</remarks>
    [Alias("Yield"), ResponseTimeout("00:00:02")]
    Task<YieldReceipt> Yield(CallYield asked);

    /// <summary>The call that this one was merged into has saved that it has the party. Repeating it is harmless.</summary>
    [Alias("Taken"), ResponseTimeout("00:00:05")]
    Task Taken(CallId by);

    /// <summary>What the call looks like now; null when it is not going on.</summary>
    [Alias("View"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<CallView?> View();

    /// <summary>The edge is gone: its legs are re-anchored or end as lost. Repeating it is harmless.</summary>
    [Alias("EdgeLost"), ResponseTimeout("00:00:05")]
    Task EdgeLost(EdgeId edge);

    /// <summary>The edge stops and nothing can take its calls: the call ends as a shutdown. Repeating it is harmless.</summary>
    [Alias("EdgeClosing"), ResponseTimeout("00:00:05")]
    Task EdgeClosing(EdgeId edge);

    /// <summary>The edge is to leave the call while it still lives: another one takes its part over. Repeating it is harmless, and asks again for what had to wait.</summary>
    /// <param name="edge">The edge that leaves.</param>
    /// <param name="near">Telephones that it knows no other edge can reach: they stay where they are while there is time.</param>
    /// <param name="last">True when there is none: whatever can go goes, as if the edge had died.</param>
    [Alias("EdgeLeaving"), ResponseTimeout("00:00:05")]
    Task<LeaveStatus> EdgeLeaving(EdgeId edge, ImmutableArray<LegId> near, bool last);
}

/// <summary>What becomes of a call whose edge leaves.</summary>
[GenerateSerializer, Alias("rtc.LeaveStatus")]
public enum LeaveStatus
{
    /// <summary>It goes to another edge, or has nothing at the edge any more.</summary>
    Goes = 0,

    /// <summary>It cannot go at this moment: somebody has not been answered yet, or hears a prompt. To be asked again.</summary>
    Waits = 1,

    /// <summary>Its sound is elsewhere; what is left are parties who cannot be reached from there.</summary>
    Stays = 2,

    /// <summary>No other edge could take it.</summary>
    NoEdge = 3,
}
