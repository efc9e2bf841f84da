namespace RtcCluster.Standalone;

/// <summary>Section <c>Demo</c>: the demo tenant.</summary>
public sealed class DemoOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Demo";

    /// <summary>Whether the demo tenant is made, with passwords that everybody knows; only on loopback. A silo makes it only when this is true and <c>Cluster:Address</c> is loopback.</summary>
    public bool Enabled { get; set; } = true;
}
