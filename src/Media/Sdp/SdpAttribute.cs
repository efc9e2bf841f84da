namespace RtcCluster.Media.Sdp;

/// <summary>An a= line: a property (<c>a=rtcp-mux</c>, value null) or a value (<c>a=ptime:20</c>).</summary>
/// <param name="Name">Before the first colon.</param>
/// <param name="Value">After it; null when there is no colon.</param>
public readonly record struct SdpAttribute(string Name, string? Value = null);
