namespace RtcCluster.Sip.Agent;

/// <summary>What we authenticate ourselves with at a trunk.</summary>
/// <param name="Username">User name.</param>
/// <param name="Password">Password.</param>
public sealed record SipCredential(string Username, string Password);
