namespace RtcCluster.Grains.Numbers;

/// <summary>Numbers that ask for a service. They begin with an asterisk, which no extension and no number outside does.</summary>
internal static class FeatureCodes
{
    private const string PickUp = "**";

    /// <summary>The extension whose ringing call is to be picked up (<c>**1002</c>); null when the number asks for something else.</summary>
    public static string? PicksUp(string number) => number.StartsWith(PickUp, StringComparison.Ordinal) && number.Length > PickUp.Length ? number[PickUp.Length..] : null;
}
