namespace RtcCluster.Silo;

/// <summary>Section <c>Demo</c> of a silo by itself, which makes the demo tenant only when told so.</summary>
internal sealed class SiloDemoOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Demo";

    /// <summary>Whether the demo tenant is made, with passwords that everybody knows.</summary>
    public bool Enabled { get; set; }
}
