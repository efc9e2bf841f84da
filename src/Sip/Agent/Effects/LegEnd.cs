namespace RtcCluster.Sip.Agent.Effects;

/// <summary>How a leg ended.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="Code">SIP status code: the peer's or ours; 200 for a plain BYE.</param>
/// <param name="ReasonPhrase">Its text.</param>
/// <param name="Q850Cause">Cause of a Reason header with protocol Q.850, 0 when there was none.</param>
/// <param name="SipCause">Cause of a Reason header with protocol SIP, 0 when there was none.</param>
/// <param name="RetryAfter">Value of Retry-After, zero when there was none.</param>
public sealed record LegEnd(LegEndBy By, int Code, string ReasonPhrase, int Q850Cause = 0, int SipCause = 0, TimeSpan RetryAfter = default);
