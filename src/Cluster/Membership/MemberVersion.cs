using System.Reflection;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace RtcCluster.Cluster.Membership;

/// <summary>The version of the program that a member runs, as it tells the others when they join.</summary>
public static class MemberVersion
{
    /// <summary>Where it stands among what members tell of themselves.</summary>
    internal const string Key = "version";

    /// <summary>Of this process.</summary>
    public static string Own { get; } = typeof(MemberVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Of a member; null while it is not known, or where a program of a version before does not say.</summary>
    /// <param name="told">What members have told.</param>
    /// <param name="silo">The member.</param>
    public static string? Of(ISiloMetadataCache told, SiloAddress silo)
    {
        ArgumentNullException.ThrowIfNull(told);
        return told.GetSiloMetadata(silo).Metadata.GetValueOrDefault(Key);
    }
}
