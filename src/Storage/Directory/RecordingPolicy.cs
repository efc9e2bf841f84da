using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Directory;

/// <summary>Whether calls of a line are recorded; a policy not known to this version reads as the most careful one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordingPolicy>))]
public enum RecordingPolicy
{
    /// <summary>No call is recorded, whatever anybody asks for.</summary>
    Never,

    /// <summary>A call is recorded while somebody who may ask for it does.</summary>
    OnDemand,

    /// <summary>Every call is recorded from its answer on.</summary>
    All,
}
