using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Where a process keeps files: section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The section's key.</summary>
    public const string Section = "Data";

    /// <summary>Directory of this process' files, made when missing; deleting it is a factory reset. Relative to the content root.</summary>
    [Required]
    public string Path { get; set; } = "data";

    /// <summary>The absolute directory.</summary>
    /// <param name="contentRoot">The host's content root.</param>
    public string Resolve(string contentRoot) => System.IO.Path.GetFullPath(Path, contentRoot);
}
