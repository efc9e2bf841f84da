using System.Runtime.CompilerServices;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Where a shard's grain calls begin: not on its own thread.</summary>
/// <remarks>
/// Orleans keeps the objects of a finished call with the thread that takes its answer, for calls that begin there. An answer is always taken on a thread of
/// the pool: what begins on a shard's thread finds nothing kept, and leaves one object more with the pool's at each call, for ever.
/// </remarks>
internal static class PoolThread
{
    /// <summary>What follows <c>await</c> runs on a thread of the pool.</summary>
    public static ConfiguredTaskAwaitable Enter() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
