using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Edge</c>: who this edge is.</summary>
public sealed class EdgeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Edge";

    /// <summary>
    /// Stable name of this edge: the next process under the same name serves the registrations of the one before. Empty means the machine's name.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9._-]{0,64}$", ErrorMessage = "must have at most 64 letters, digits, dots, hyphens and underscores")]
    public string Name { get; set; } = "";

    /// <summary>Calls at one time; a further one gets 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxCalls { get; set; } = 10_000;

    /// <summary>Seconds that a refused caller is asked to wait (Retry-After).</summary>
    [Range(1, 3_600)]
    public int RetryAfterSeconds { get; set; } = 10;

    /// <summary>Bytes of recording chunks that may wait for the blob store in memory before they go to the spool on disk.</summary>
    [Range(1 << 20, int.MaxValue)]
    public int MaxRecordingBacklog { get; set; } = 64 << 20;

    /// <summary>Seconds that a call waits for its browser to connect again.</summary>
    [Range(5, 300)]
    public int KeepBrowserSeconds { get; set; } = 30;

    /// <summary>The name to use.</summary>
    public string EffectiveName => Name.Length > 0 ? Name : Environment.MachineName;
}
