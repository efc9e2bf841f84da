using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>How a call's parties change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransferKind>))]
public enum TransferKind
{
    /// <summary>To a number, unannounced. RFC 5589 §6.</summary>
    Blind,

    /// <summary>To the party of a consultation. RFC 5589 §7.</summary>
    Attended,

    /// <summary>To a queue.</summary>
    Queue,

    /// <summary>Somebody else answered the call that rang.</summary>
    PickUp,

    /// <summary>The party of a consultation came in as the third.</summary>
    Merge,
}
