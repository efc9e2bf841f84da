namespace RtcCluster.Sip.Registrar;

/// <summary>One Contact of a REGISTER.</summary>
/// <param name="Uri">The contact's URI.</param>
/// <param name="Expires">How long it shall live, in seconds, within the limits; 0 removes it.</param>
/// <param name="Quality">q in thousandths, 0 to 1000.</param>
/// <param name="Instance">Value of +sip.instance without quotes; empty when absent. RFC 5626 §4.1.</param>
/// <param name="RegId">Value of reg-id; 0 when absent. RFC 5626 §4.2.</param>
public sealed record ContactChange(string Uri, int Expires, int Quality, string Instance, int RegId);
