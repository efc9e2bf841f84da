namespace RtcCluster.Cluster.Membership;

/// <summary>Who is in the cluster, as this process knows it now. Local and cheap; no call leaves the process.</summary>
/// <param name="membership">Orleans' view.</param>
/// <param name="local">This process.</param>
public sealed class ClusterMembership(IClusterMembershipService membership, ILocalSiloDetails local)
{
    /// <summary>This process' address; its text form is the key of its <c>EdgeGrain</c>.</summary>
    public SiloAddress Local => local.SiloAddress;

    /// <summary>The members that are active and have one of the roles, oldest address first.</summary>
    /// <param name="roles">The roles asked for.</param>
    public IReadOnlyList<Member> Live(ClusterRoles roles) =>
        [.. Members().Where(m => m.Status == SiloStatus.Active && (m.Roles & roles) != 0).OrderBy(m => m.Address.Generation).ThenBy(m => m.EdgeKey, StringComparer.Ordinal)];

    /// <summary>The active edge that runs under a stable name now: after a restart the new incarnation. Null when there is none.</summary>
    /// <param name="name">The edge's <c>Edge:Name</c>.</param>
    public Member? EdgeNamed(string name) => Live(ClusterRoles.Edge).LastOrDefault(m => m.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>Whether that incarnation is a working member.</summary>
    /// <param name="silo">The incarnation.</param>
    public bool IsAlive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    /// <summary>Whether that incarnation is known to be gone: declared dead, or its place taken by a successor. Neither alive nor gone is a member still unknown here.</summary>
    /// <param name="silo">The incarnation.</param>
    public bool IsGone(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Dead;

    /// <summary>The incarnation that runs on the same address and port after <paramref name="silo"/>; null when none is known.</summary>
    /// <param name="silo">An earlier incarnation.</param>
    public Member? SuccessorOf(SiloAddress silo) => Members().Where(m => m.Status != SiloStatus.Dead && m.Address.IsSuccessorOf(silo)).MaxBy(m => m.Address.Generation);

    /// <summary>Asks the membership table when this process may be behind, then tells whether the incarnation is a working member.</summary>
    /// <param name="silo">The incarnation.</param>
    /// <param name="cancellation">Ends the wait for the table.</param>
    /// <exception cref="OperationCanceledException">The table did not answer in time.</exception>
    public async ValueTask<bool> ConfirmAlive(SiloAddress silo, CancellationToken cancellation)
    {
        if (!IsAlive(silo) && !IsGone(silo))
        {
            await membership.Refresh(cancellationToken: cancellation).ConfigureAwait(false);
        }

        return IsAlive(silo);
    }

    /// <summary>Asks the membership table whether this process is still a working member. For a process that was frozen: what it knows is from before.</summary>
    /// <param name="cancellation">Ends the wait for the table.</param>
    /// <exception cref="OperationCanceledException">The table did not answer in time.</exception>
    public async ValueTask<bool> ConfirmLocal(CancellationToken cancellation)
    {
        await membership.Refresh(cancellationToken: cancellation).ConfigureAwait(false);
        return IsAlive(Local);
    }

    /// <summary>Each view of the cluster as it changes, the present one first; ends with the token.</summary>
    /// <param name="cancellation">Ends the sequence.</param>
    public async IAsyncEnumerable<IReadOnlyList<Member>> Changes([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return [.. Members(snapshot)];
        }
    }

    private IEnumerable<Member> Members() => Members(membership.CurrentSnapshot);

    private static IEnumerable<Member> Members(ClusterMembershipSnapshot snapshot)
    {
        foreach (var member in snapshot.Members.Values)
        {
            if (MemberName.TryParse(member.Name, out var name))
            {
                yield return new Member(member.SiloAddress, name.Roles, name.Name, member.Status);
            }
        }
    }
}
