namespace RtcCluster.Media.Tones;

/// <summary>The tones of a country (ITU-T E.180, "Various tones used in national networks").</summary>
/// <param name="Ringback">The called phone rings.</param>
/// <param name="Busy">The called party is busy.</param>
/// <param name="Congestion">The network cannot carry the call.</param>
public sealed record TonePlan(ToneCadence Ringback, ToneCadence Busy, ToneCadence Congestion)
{
    /// <summary>Colombia.</summary>
    public static TonePlan Colombia { get; } = new(
        new ToneCadence(425, 0, [1000, 4000]),
        new ToneCadence(425, 0, [250, 250]),
        new ToneCadence(425, 0, [100, 250, 350, 250, 650, 250]));

    /// <summary>Most of Europe (ETSI TR 101 041).</summary>
    public static TonePlan Europe { get; } = new(
        new ToneCadence(425, 0, [1000, 4000]),
        new ToneCadence(425, 0, [500, 500]),
        new ToneCadence(425, 0, [250, 250]));

    /// <summary>The United States and Canada.</summary>
    public static TonePlan NorthAmerica { get; } = new(
        new ToneCadence(440, 480, [2000, 4000]),
        new ToneCadence(480, 620, [500, 500]),
        new ToneCadence(480, 620, [250, 250]));

    /// <summary>The plan of an ISO 3166 country code; Europe's for one that is not listed.</summary>
    public static TonePlan ForCountry(string country) => country switch
    {
        "CO" => Colombia,
        "US" or "CA" => NorthAmerica,
        _ => Europe,
    };
}
