using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Incidents;

/// <summary>How far places are from each other.</summary>
internal static class Journeys
{
    private const double EarthRadius = 6_371;

    /// <summary>Kilometres along the great circle (haversine formula).</summary>
    public static double Kilometres(Place from, Place to)
    {
        var (latitude, longitude) = (Radians(to.Latitude - from.Latitude), Radians(to.Longitude - from.Longitude));
        var half = Math.Pow(Math.Sin(latitude / 2), 2) + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Math.Pow(Math.Sin(longitude / 2), 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
