using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>What a party was in a call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LegRole>))]
public enum LegRole
{
    /// <summary>Was called.</summary>
    Callee,

    /// <summary>Called.</summary>
    Caller,

    /// <summary>Was rung for a caller of a queue.</summary>
    Agent,

    /// <summary>Was rung for a transfer.</summary>
    TransferTarget,

    /// <summary>Came over from another call.</summary>
    Joined,

    /// <summary>Listened, whispered, barged in or took over.</summary>
    Supervisor,
}
