using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>Where a call came from and went to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallDirection>))]
public enum CallDirection
{
    /// <summary>Between two users or a user and a service of the tenant.</summary>
    Internal,

    /// <summary>From a trunk.</summary>
    Inbound,

    /// <summary>To a trunk.</summary>
    Outbound,
}
