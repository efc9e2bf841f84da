using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>What a call tells itself: the outcomes of work that goes on outside of its turns come back as turns of their own.</summary>
[Alias("rtc.ICallTurns")]
internal interface ICallTurns : IGrainWithStringKey
{
    /// <summary>The edge said which numbers are used.</summary>
    [Alias("EdgeAhead")]
    Task EdgeAhead(EdgeId edge, int takenThrough);

    /// <summary>The edge takes no new legs.</summary>
    [Alias("EdgeDraining")]
    Task EdgeDraining(EdgeId edge, int takenThrough);

    /// <summary>The older call has answered to a join that a REFER of leg <paramref name="by"/> asked for.</summary>
    [Alias("JoinAnswered")]
    Task JoinAnswered(LegId by, int referId, IntentStatus status);

    /// <summary>The older call is a visit to a machine: the other party is to be transferred to its number, as a REFER of leg <paramref name="by"/> asked for.</summary>
    [Alias("JoinInstead")]
    Task JoinInstead(LegId by, int referId, string number, CallId consultation);

    /// <summary>The call that rings has answered to a pickup.</summary>
    [Alias("PickAnswered")]
    Task PickAnswered(IntentStatus status);

    /// <summary>The older call that was to be parked has answered; <paramref name="slot"/> is null when it is not parked.</summary>
    [Alias("HeldParked")]
    Task HeldParked(string? slot);

    /// <summary>A web request was answered; <paramref name="body"/> is null when there was no good answer in time.</summary>
    [Alias("WebAnswered")]
    Task WebAnswered(int number, string? body);

    /// <summary>The history has the ledger.</summary>
    [Alias("HistoryWritten")]
    Task HistoryWritten();

    /// <summary>Every edge has forgotten the call.</summary>
    [Alias("Forgotten")]
    Task Forgotten();

    /// <summary>Reads the call again where another activation or a failed write has overtaken this one, or the process died that held it.</summary>
    [Alias("Wake")]
    Task Wake();
}
