namespace RtcCluster.Cluster.Administration;

/// <summary>Knows a command of an operator by its command line.</summary>
/// <param name="IsAsked">Whether a command line is for this command and not for the server.</param>
/// <param name="Read">Reads it; null, with the usage written, when it is wrong.</param>
public sealed record OperatorCommandReader(Func<string[], bool> IsAsked, Func<string[], TextWriter, IOperatorCommand?> Read);
