namespace RtcCluster.TestKit.Baresip;

/// <summary>Something that a baresip told over its control connection.</summary>
/// <param name="Type">Its own word: CALL_ESTABLISHED, CALL_CLOSED, REGISTER_OK ….</param>
/// <param name="Peer">The other party's URI, when it is about a call.</param>
/// <param name="Parameter">What it adds: the reason of an end, a digit.</param>
public sealed record BaresipEvent(string Type, string Peer, string Parameter)
{
    public override string ToString() => $"{Type} {Peer} {Parameter}".TrimEnd();
}
