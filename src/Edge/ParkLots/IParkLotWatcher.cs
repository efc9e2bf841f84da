using RtcCluster.Contracts.ParkLots;

namespace RtcCluster.Edge.ParkLots;

/// <summary>Somebody who is told in which slots calls wait. Any thread.</summary>
internal interface IParkLotWatcher
{
    /// <summary>A call came into a slot or left one.</summary>
    void Changed(ParkLotNews news);
}
