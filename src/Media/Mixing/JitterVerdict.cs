namespace RtcCluster.Media.Mixing;

/// <summary>What a jitter buffer has for the moment that is played next.</summary>
internal enum JitterVerdict : byte
{
    /// <summary>Nothing is expected: the source is silent, or its first packets still have their time.</summary>
    Silent,

    /// <summary>A packet.</summary>
    Packet,

    /// <summary>A packet is missing, and later ones are here.</summary>
    Missing,

    /// <summary>The next packet is late; the moment is not used up.</summary>
    Starved,
}
