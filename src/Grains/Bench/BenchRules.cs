namespace RtcCluster.Grains.Bench;

/// <summary>What a server that is to be measured does otherwise than any other (section <c>Bench</c>); no such rules are the rule.</summary>
/// <param name="Tenant">The tenant that is measured; no other notices anything.</param>
/// <param name="Trunk">The trunk that the load comes in by, and that every number dialled goes out by again.</param>
/// <param name="Records">Whether those calls are recorded.</param>
/// <param name="RegistersInMemory">Whether registrations are kept in memory alone, to be compared with registrars that do so.</param>
public sealed record BenchRules(string Tenant, string Trunk, bool Records, bool RegistersInMemory);
