using System.Collections.Immutable;

namespace RtcCluster.Storage.Rights;

/// <summary>What a bundle consists of; the payload of its signed manifest, <c>manifest.jws</c>.</summary>
public sealed record BundleManifest
{
    /// <summary>The manifest's file in the bundle.</summary>
    public const string File = "manifest.jws";

    /// <summary>The signed document's type.</summary>
    public const string Type = "rtc-export+json";

    /// <summary>The version of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of the export.</summary>
    public required string Export { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user of whom it is; empty for that of a case.</summary>
    public string User { get; init; } = "";

    /// <summary>The legal case of which it is; null for that of a user.</summary>
    public string? Case { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Its files, in order.</summary>
    public required ImmutableArray<BundleFile> Files { get; init; }

    /// <summary>What belongs into it and could not be put in.</summary>
    public ImmutableArray<BundleGap> Missing { get; init; } = [];
}

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Its path in the bundle.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
public sealed record BundleFile(string Name, long Bytes, string Sha256);

/// <summary>Something that is not in a bundle.</summary>
/// <param name="Name">Its path, had it been put in.</param>
/// <param name="Why">Why not.</param>
public sealed record BundleGap(string Name, string Why);
