namespace RtcCluster.Edge.Configuration;

/// <summary>Where browsers speak Opus, of those that take it.</summary>
public enum OpusUse
{
    /// <summary>With telephones too: what either says is transcoded, 0.5 % of a processor for each such call, and a browser's poor network is heard less.</summary>
    Always = 0,

    /// <summary>With each other; with a telephone they speak its G.711 from the first answer on. Transcoded is only what a transfer brings together.</summary>
    BetweenBrowsers = 1,

    /// <summary>Nowhere.</summary>
    Never = 2,
}
