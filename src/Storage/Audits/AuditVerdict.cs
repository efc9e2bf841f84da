using System.Globalization;

namespace RtcCluster.Storage.Audits;

/// <summary>What a verification of the audit trail has found.</summary>
/// <param name="Tenants">Tenants that have an audit trail.</param>
/// <param name="Sealed">Links of their chains.</param>
/// <param name="Open">Rows that are not sealed yet.</param>
/// <param name="Unsigned">Rows of before rows were signed.</param>
/// <param name="Checkpoints">Signed checkpoints.</param>
/// <param name="Faults">What is wrong.</param>
public readonly record struct AuditVerdict(int Tenants, long Sealed, long Open, long Unsigned, int Checkpoints, int Faults)
{
    /// <summary>One line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Faults == 0 ? "VERIFIED" : "NOT VERIFIED")}: {Sealed} rows of {Tenants} tenants, {Unsigned} of before there were signatures, {Open} not sealed yet, {Checkpoints} checkpoints, {Faults} faults");
}
