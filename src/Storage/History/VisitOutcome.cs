using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>How a place in a queue was left, or why there was none.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VisitOutcome>))]
public enum VisitOutcome
{
    /// <summary>The call broke while the caller waited.</summary>
    Lost,

    /// <summary>An agent has answered.</summary>
    Answered,

    /// <summary>The caller hung up.</summary>
    Abandoned,

    /// <summary>The caller had waited as long as anybody may.</summary>
    MaxWait,

    /// <summary>The emergency switch was on.</summary>
    Emergency,

    /// <summary>It was a holiday.</summary>
    Holiday,

    /// <summary>The queue was closed.</summary>
    Closed,

    /// <summary>As many waited as may.</summary>
    Full,

    /// <summary>Nobody was there who must be.</summary>
    NobodyServes,

    /// <summary>The estimated wait was too long.</summary>
    TooSlow,

    /// <summary>There was no such queue, or it could not be asked.</summary>
    NoQueue,

    /// <summary>The caller hung up to be called back, and kept the place.</summary>
    CallBack,

    /// <summary>No visit: an agent called somebody back who had kept a place, and the two have talked.</summary>
    CalledBack,

    /// <summary>The same, but they have not: the agent did not take it, or the caller did not answer.</summary>
    NotReached,
}
