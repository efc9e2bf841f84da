using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>How far a recording is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordingState>))]
public enum RecordingState
{
    /// <summary>The call goes on.</summary>
    Recording,

    /// <summary>Every chunk is in the blob store.</summary>
    Complete,

    /// <summary>It ended and some chunks are missing; the rest can be heard.</summary>
    Partial,

    /// <summary>No chunk reached the blob store.</summary>
    Lost,
}
