using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Cluster.Membership;

/// <summary>The name of a process in the membership table: its roles and the stable name it runs under, <c>core+edge/standalone</c>.</summary>
/// <remarks>
/// The roles travel in the name because the name arrives with the member itself. Silo metadata (registered too, for placement filters) is fetched
/// by a call after the member is seen, and a failed fetch is not repeated for tens of seconds.
/// </remarks>
/// <param name="Roles">What the process does.</param>
/// <param name="Name">Its stable name, the same after a restart (<c>Edge:Name</c>).</param>
public sealed record MemberName(ClusterRoles Roles, string Name)
{
    /// <summary>The text in the membership table.</summary>
    public override string ToString() => $"{Words(Roles)}/{Name}";

    /// <summary>The roles as one word each, joined by a plus sign.</summary>
    /// <param name="roles">The roles.</param>
    public static string Words(ClusterRoles roles) => (roles.HasFlag(ClusterRoles.Core), roles.HasFlag(ClusterRoles.Edge)) switch
    {
        (true, true) => "core+edge",
        (true, false) => "core",
        (false, true) => "edge",
        _ => "none",
    };

    /// <summary>Reads the text of the membership table.</summary>
    /// <param name="text">A silo's name.</param>
    /// <param name="name">The parts.</param>
    /// <returns>False for a silo that is none of ours.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MemberName? name)
    {
        name = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || slash == text!.Length - 1)
        {
            return false;
        }

        var roles = ClusterRoles.None;
        foreach (var word in text[..slash].Split('+'))
        {
            switch (word)
            {
                case "core":
                    roles |= ClusterRoles.Core;
                    break;
                case "edge":
                    roles |= ClusterRoles.Edge;
                    break;
                default:
                    return false;
            }
        }

        name = new MemberName(roles, text[(slash + 1)..]);
        return true;
    }
}
