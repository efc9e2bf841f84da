namespace RtcCluster.TestKit.Stores;

/// <summary>Nothing that a process can catch and go on: a <see cref="MortalProcess"/> died.</summary>
public sealed class MortalProcessDiedException(string message) : Exception(message);
