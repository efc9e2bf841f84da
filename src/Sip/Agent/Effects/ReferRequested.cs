namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The peer wants this leg transferred: answer with <see cref="SipAgent.AnswerRefer"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Target">URI of the Refer-To, its Replaces header parameter included.</param>
/// <param name="ReferredBy">Value of Referred-By.</param>
/// <param name="Subscribed">Whether the peer wants to hear how it goes (no Refer-Sub: false).</param>
public sealed record ReferRequested(LegId Leg, string Target, string? ReferredBy, bool Subscribed) : SipEffect;
