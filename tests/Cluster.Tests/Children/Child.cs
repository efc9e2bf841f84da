namespace RtcCluster.Cluster.Tests.Children;

/// <summary>Processes that a test starts to signal or kill: this program with <c>child PART</c> before its arguments.</summary>
internal static class Child
{
    public static Task<int> RunAsync(string part, string[] arguments) => throw new ArgumentException($"There is no part '{part}'.", nameof(part));
}
