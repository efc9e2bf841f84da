using RtcCluster.Contracts.Calls;

namespace RtcCluster.Edge.Calls;

/// <summary>Where legs of this edge wait that go over from one call to another: whichever call comes first waits for the other. Any thread.</summary>
internal sealed class LegParking
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NamedLeg, Spot> _spots = [];

    /// <summary>How many legs, and calls that want one, wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _spots.Count;
            }
        }
    }

    /// <summary>A call has given up a leg; null when its party has left.</summary>
    public void Park(NamedLeg name, ParkedLeg? leg)
    {
        Action<ParkedLeg?> found;
        lock (_lock)
        {
            if (!_spots.Remove(name, out var spot) || spot.Found is null)
            {
                _spots[name] = new Spot(leg, null);
                return;
            }

            found = spot.Found;
        }

        found(leg);
    }

    /// <summary>A call wants a leg; <paramref name="found"/> gets it, now or when it is there, or null when its party has left.</summary>
    public void Take(NamedLeg name, Action<ParkedLeg?> found)
    {
        ParkedLeg? leg;
        lock (_lock)
        {
            if (!_spots.Remove(name, out var spot) || spot.Found is not null)
            {
                _spots[name] = new Spot(null, found);
                return;
            }

            leg = spot.Leg;
        }

        found(leg);
    }

    /// <summary>Nobody came for a leg in time; false when somebody did.</summary>
    public bool GiveUp(NamedLeg name, ParkedLeg? leg) => Remove(name, spot => spot.Found is null && spot.Leg == leg);

    /// <summary>The leg that a call wanted did not come in time; false when it did.</summary>
    public bool GiveUp(NamedLeg name, Action<ParkedLeg?> found) => Remove(name, spot => spot.Found == found);

    private bool Remove(NamedLeg name, Func<Spot, bool> isMeant)
    {
        lock (_lock)
        {
            return _spots.TryGetValue(name, out var spot) && isMeant(spot) && _spots.Remove(name);
        }
    }

    private sealed record Spot(ParkedLeg? Leg, Action<ParkedLeg?>? Found);
}
