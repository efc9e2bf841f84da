namespace RtcCluster.Sip.Agent;

/// <summary>A header that the host adds to a message.</summary>
/// <param name="Name">Header name, long form.</param>
/// <param name="Value">Its value; CR or LF in it make the agent drop the line and count it.</param>
public readonly record struct AddedHeader(string Name, string Value);
