using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Sealing;

/// <summary>What a sealed chunk holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SealedCodec>))]
public enum SealedCodec : byte
{
    /// <summary>No sound on either channel.</summary>
    Silent,

    /// <summary>G.711 of one channel or both.</summary>
    G711,

    /// <summary>Opus of one channel or both.</summary>
    Opus,

    /// <summary>Both: the codec changed within the chunk.</summary>
    Mixed,

    /// <summary>A page of a fax, as a TIFF file.</summary>
    Page,
}
