namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>What became of one call whose edge died.</summary>
/// <param name="Call">Its id.</param>
/// <param name="Kind">Whose it was.</param>
/// <param name="Lost">Why it was lost; null when it lived.</param>
/// <param name="Silence">From the death of the edge until both heard each other again.</param>
/// <param name="HungUpAt">When it was hung up (UTC).</param>
internal sealed record EdgeOutcome(string Call, MovingKind Kind, string? Lost, TimeSpan Silence, DateTimeOffset HungUpAt);

/// <summary>Whose calls are made.</summary>
internal enum MovingKind
{
    /// <summary>Two telephones of the edge that dies. The one that takes them over has another port of the same address.</summary>
    Sip,

    /// <summary>A browser of the edge that dies, which connects to another one by itself, and one of an edge that lives.</summary>
    WebRtc,
}
