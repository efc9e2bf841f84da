namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Send these bytes. When that fails, say so with <see cref="SipAgent.SendFailed"/>.</summary>
/// <param name="Flow">By which flow; connection 0 on a stream transport means to find or open one to the remote endpoint.</param>
/// <param name="Bytes">The whole message; the agent never changes them.</param>
/// <param name="Transaction">What to name in SendFailed; 0 when nobody waits for it.</param>
public sealed record SendMessage(SipFlow Flow, ReadOnlyMemory<byte> Bytes, long Transaction) : SipEffect;
