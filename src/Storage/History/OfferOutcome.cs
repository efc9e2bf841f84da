using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>What became of an offer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferOutcome>))]
public enum OfferOutcome
{
    /// <summary>The caller left, another agent was faster, or the queue wanted it no more: nobody's fault.</summary>
    Withdrawn,

    /// <summary>The agent has had the caller.</summary>
    Answered,

    /// <summary>The agent did not answer in the ring time.</summary>
    NoAnswer,

    /// <summary>The agent declined.</summary>
    Declined,

    /// <summary>The agent was in another call.</summary>
    Busy,

    /// <summary>The agent had no device that could be reached.</summary>
    Unreachable,
}
