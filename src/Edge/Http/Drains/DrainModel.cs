using RtcCluster.Contracts.Edges;

namespace RtcCluster.Edge.Http.Drains;

/// <summary>How far an edge is.</summary>
/// <param name="Edge">Its name.</param>
/// <param name="Draining">Whether it takes nothing new.</param>
/// <param name="Stopping">Whether its process ends.</param>
/// <param name="Calls">Calls that it still carries.</param>
/// <param name="Legs">Legs that it still signals.</param>
/// <param name="Browsers">Browsers that are still connected to it.</param>
internal sealed record DrainModel(string Edge, bool Draining, bool Stopping, int Calls, int Legs, int Browsers)
{
    /// <summary>As the API tells it.</summary>
    public static DrainModel Of(EdgeDrain drain) => new(drain.Name, drain.Draining, drain.Stopping, drain.Calls, drain.Legs, drain.Browsers);
}
