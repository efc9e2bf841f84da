namespace RtcCluster.TestKit.Waiting;

/// <summary>How much a test does: little in every run, all of it where <c>RTC_FULL=1</c> asks for it.</summary>
public static class TestLength
{
    /// <summary>Whether this run is to take as long as it takes.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("RTC_FULL") == "1";

    /// <summary>The one or the other, as this run wants.</summary>
    public static int Of(int little, int full) => IsFull ? full : little;
}
