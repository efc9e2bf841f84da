namespace RtcCluster.Fuzz.Targets;

/// <summary>A parser broke a promise without an exception of its own: a round trip that changed the value, a split that changed the frames.</summary>
public sealed class FindingException(string message) : Exception(message);
