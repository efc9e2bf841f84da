using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Audits;

/// <summary>A row of the audit trail and its place in the chain.</summary>
/// <param name="Row">The row.</param>
/// <param name="Number">Its number; null for the second in which it is not sealed yet.</param>
public sealed record AuditEntry(AuditRow Row, long? Number);
