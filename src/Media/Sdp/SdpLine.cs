namespace RtcCluster.Media.Sdp;

/// <summary>A line that negotiation does not read, kept as it came and written back in its place.</summary>
/// <param name="Type">The letter before the equals sign.</param>
/// <param name="Value">The text after it, one char per byte (Latin-1), so that no byte is lost.</param>
public readonly record struct SdpLine(char Type, string Value);
