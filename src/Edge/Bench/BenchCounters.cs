using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Bench;

/// <summary>What explains a run that lost something.</summary>
/// <param name="Edge">What SIP and media threads counted.</param>
/// <param name="Calls">Calls that are carried now.</param>
/// <param name="CallsPending">Calls that no grain has taken yet.</param>
/// <param name="KernelDrops">Datagrams that the kernel dropped at sockets that are open now.</param>
/// <param name="Collections">Garbage collections by generation.</param>
/// <param name="PauseMilliseconds">How long the collector has stopped everybody.</param>
/// <param name="HeapBytes">Managed heap after the last collection.</param>
/// <param name="PoolThreads">Threads of the pool.</param>
/// <param name="PoolWaiting">Work that waits for one.</param>
/// <param name="ContactsReady">Contacts that are in place.</param>
/// <param name="HubConnections">Browsers at the phone hub.</param>
internal sealed record BenchCounters(
    EdgeTally Edge,
    int Calls,
    int CallsPending,
    long KernelDrops,
    IReadOnlyList<int> Collections,
    double PauseMilliseconds,
    long HeapBytes,
    int PoolThreads,
    long PoolWaiting,
    int ContactsReady,
    int HubConnections);
