using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>What an agent does who is logged in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentActivity>))]
public enum AgentActivity
{
    /// <summary>Something that this version does not know.</summary>
    Other,

    /// <summary>Could take a call.</summary>
    Ready,

    /// <summary>Is held for a call or rung.</summary>
    Offered,

    /// <summary>Talks with a caller of a queue.</summary>
    Talking,

    /// <summary>Finishes the work of the last call.</summary>
    WrapUp,

    /// <summary>Takes no calls, for a reason.</summary>
    Paused,

    /// <summary>Is left alone for a moment after a call that was not answered.</summary>
    Resting,
}
