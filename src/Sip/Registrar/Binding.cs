namespace RtcCluster.Sip.Registrar;

/// <summary>One contact that an address of record is reachable at.</summary>
/// <param name="Uri">The contact's URI.</param>
/// <param name="ExpiresAt">When it ends, in ticks of 100 ns of the caller's clock.</param>
/// <param name="Quality">q in thousandths.</param>
/// <param name="CallId">Call-ID of the REGISTER that made it.</param>
/// <param name="CSeq">Its CSeq number.</param>
/// <param name="Path">Path values, first hop first.</param>
/// <param name="Instance">Value of +sip.instance; empty when absent.</param>
/// <param name="RegId">Value of reg-id; 0 when absent.</param>
public sealed record Binding(
    string Uri, long ExpiresAt, int Quality, string CallId, uint CSeq, IReadOnlyList<string> Path, string Instance, int RegId);
