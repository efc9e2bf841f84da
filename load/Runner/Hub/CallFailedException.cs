namespace RtcCluster.Load.Runner.Hub;

/// <summary>A call did not come about, or ended by itself; the message is short, because failures are counted by it.</summary>
internal sealed class CallFailedException(string why) : Exception(why);
