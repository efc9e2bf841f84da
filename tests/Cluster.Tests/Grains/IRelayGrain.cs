using Orleans.Concurrency;

namespace RtcCluster.Cluster.Tests.Grains;

/// <summary>Passes calls on, in the ways that grains do.</summary>
public interface IRelayGrain : IGrainWithStringKey
{
    /// <summary>The tenant that this grain's calls go out for.</summary>
    Task<string?> Tenant();

    /// <summary>Asks the next relay for its tenant.</summary>
    Task<string?> TenantOfNext(string next);

    /// <summary>The same in a turn that has forgotten whom it is for.</summary>
    Task<string?> TenantOfNextForgotten(string next);

    /// <summary>Awaits each relay of the way in turn: the first is asked to walk the rest.</summary>
    Task<int> Walk(IReadOnlyList<string> way);

    /// <summary>Sends a message to the next one, which calls back; awaits nothing of it.</summary>
    Task Tell(string next);

    /// <summary>Awaits a call back to the sender.</summary>
    Task CallBack(string sender);

    /// <summary>The same without an answer.</summary>
    [OneWay]
    Task CallBackOneWay(string sender);

    /// <summary>Waits until the test lets it go on, then calls the next one.</summary>
    Task MeetThenCall(string next, string gate);

    /// <summary>Waits until the test lets it go on; calls nobody.</summary>
    Task Rest(string gate);

    /// <summary>Calls that came back.</summary>
    Task<int> CalledBack();

    Task Ping();
}
