using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Edges;

/// <summary>A dialog of a telephone, as the edge sees it that has it.</summary>
/// <param name="CallId">Its Call-ID.</param>
/// <param name="LocalTag">The tag that we gave.</param>
/// <param name="RemoteTag">The telephone's.</param>
[GenerateSerializer, Immutable, Alias("rtc.DialogName")]
public sealed record DialogName([property: Id(0)] string CallId, [property: Id(1)] string LocalTag, [property: Id(2)] string RemoteTag);

/// <summary>What an edge has of a dialog.</summary>
[GenerateSerializer, Alias("rtc.DialogHold")]
public enum DialogHold
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is being handed over to another edge, which has it too or soon will.</summary>
    HandedOver = 1,

    /// <summary>It has it.</summary>
    Held = 2,
}

/// <summary>How an edge reaches a telephone that has sent it something.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Transport">udp, tcp, tls, ws or wss.</param>
/// <param name="Local">The edge's listening endpoint.</param>
/// <param name="Remote">Where the telephone sends from.</param>
/// <param name="Connection">The edge's number of the connection; 0 for UDP.</param>
[GenerateSerializer, Immutable, Alias("rtc.SipPath")]
public sealed record SipPath(
    [property: Id(0)] EdgeId Edge,
    [property: Id(1)] string Transport,
    [property: Id(2)] string Local,
    [property: Id(3)] string Remote,
    [property: Id(4)] long Connection);
