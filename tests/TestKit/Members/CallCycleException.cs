namespace RtcCluster.TestKit.Members;

/// <summary>Grain calls wait for each other in a ring.</summary>
public sealed class CallCycleException(string message) : Exception(message);
