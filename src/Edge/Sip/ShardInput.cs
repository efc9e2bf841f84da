using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>What goes into a SIP shard's mailbox: received bytes with their flow, or a piece of work.</summary>
/// <param name="Bytes">A rented buffer; null for work.</param>
/// <param name="Length">Bytes of the message.</param>
/// <param name="Flow">Where they came from.</param>
/// <param name="Work">What to do on the shard's thread; null for bytes.</param>
internal readonly record struct ShardInput(byte[]? Bytes, int Length, SipFlow Flow, Action? Work);
