using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Hub;

/// <summary>Somebody at this edge who watches users: a browser, a telephone with lamps.</summary>
internal interface IPresenceWatcher
{
    /// <summary>Who looks: users say to whom they show what.</summary>
    UserId Viewer { get; }

    /// <summary>Whether it shows the calls of users too; who does not is only told of changes of the card.</summary>
    bool ShowsCalls { get; }

    /// <summary>Users that it watches have changed. Any thread; must not wait.</summary>
    void Changed(IReadOnlyList<PresenceChange> changes);
}
