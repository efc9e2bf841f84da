using System.Collections.Frozen;
using System.Reflection;

namespace RtcCluster.Storage.Policies;

/// <summary>The documents that come with the software, for a company in Colombia (Law 1581 of 2012) and under the GDPR. They hold until a company publishes its own.</summary>
public static class ShippedPolicies
{
    /// <summary>When they were last changed.</summary>
    public static readonly DateTimeOffset ChangedAt = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    private static readonly FrozenDictionary<PolicyKind, PolicyVersion> Known = PolicyKinds.All.ToFrozenDictionary(kind => kind, Read);

    /// <summary>The document of a kind, as version 0.</summary>
    public static PolicyVersion Of(PolicyKind kind) => Known[kind];

    private static PolicyVersion Read(PolicyKind kind)
    {
        var (es, en) = (Read(kind, "es"), Read(kind, "en"));
        var read = new PolicyVersion
        {
            TenantId = "",
            Kind = kind,
            Version = 0,
            TitleEs = es.Title,
            TitleEn = en.Title,
            TextEs = es.Text,
            TextEn = en.Text,
            PublishedAt = ChangedAt,
            EffectiveAt = ChangedAt,
            ChangedAt = ChangedAt,
        };
        return read with { Hash = read.ComputeHash() };
    }

    // The first line is the title.
    private static (string Title, string Text) Read(PolicyKind kind, string language)
    {
        var name = $"Policies/{PolicyKinds.NameOf(kind)}.{language}.md";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var title = reader.ReadLine()!.TrimStart('#', ' ');
        return (title, reader.ReadToEnd().ReplaceLineEndings("\n").Trim());
    }
}
