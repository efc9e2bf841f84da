namespace RtcCluster.Storage.Policies;

/// <summary>What a user has to accept, and from when it matters; pure.</summary>
public static class PolicyRules
{
    /// <summary>The documents that the user has to accept: of each kind the newest that is published, when a material one came after what the user accepted.</summary>
    /// <param name="published">Published versions of the tenant.</param>
    /// <param name="accepted">The newest version that the user accepted, by kind.</param>
    public static IReadOnlyList<PendingPolicy> Pending(IEnumerable<PolicyVersion> published, IReadOnlyDictionary<PolicyKind, int> accepted)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(accepted);
        var pending = new List<PendingPolicy>();
        foreach (var kind in published.Where(version => version.PublishedAt is not null).GroupBy(version => version.Kind).OrderBy(group => group.Key))
        {
            var last = accepted.GetValueOrDefault(kind.Key);
            if (kind.Where(version => version.Version > last).Select(version => version.BlocksAt).Min() is { } blocks)
            {
                pending.Add(new PendingPolicy(kind.MaxBy(version => version.Version)!, blocks));
            }
        }

        return pending;
    }

    /// <summary>Of each kind the version that is in force.</summary>
    public static PolicyVersion? InForce(IEnumerable<PolicyVersion> versions, PolicyKind kind, DateTimeOffset now) =>
        versions.Where(version => version.Kind == kind && version.IsInForce(now)).MaxBy(version => version.Version);
}

/// <summary>A document that a user has to accept.</summary>
/// <param name="Document">The version to accept.</param>
/// <param name="BlocksAt">From when the user's calls are refused.</param>
public sealed record PendingPolicy(PolicyVersion Document, DateTimeOffset BlocksAt);
