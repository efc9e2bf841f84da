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

    /// <summary>
    /// Directory that all processes of a cluster share, on one machine or over the network: the keys that protect secrets and sign-ins, and with
    /// <c>Blobs:Provider</c> Files the recordings. Empty means <see cref="Path"/>, which is right for a Standalone alone.
    /// </summary>
    public string SharedPath { get; set; } = "";

    /// <summary>The absolute directory.</summary>
    /// <param name="contentRoot">The host's content root.</param>
    public string Resolve(string contentRoot) => System.IO.Path.GetFullPath(Path, contentRoot);

    /// <summary>The absolute directory that is shared.</summary>
    /// <param name="contentRoot">The host's content root.</param>
    public string ResolveShared(string contentRoot) => SharedPath.Length > 0 ? System.IO.Path.GetFullPath(SharedPath, contentRoot) : Resolve(contentRoot);
}
