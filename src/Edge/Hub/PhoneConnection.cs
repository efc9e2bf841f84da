using RtcCluster.Contracts.Hub;

namespace RtcCluster.Edge.Hub;

/// <summary>One connection of a browser.</summary>
/// <param name="Id">SignalR's id.</param>
/// <param name="Flow">This edge's number for it, below zero: those above are of SIP connections.</param>
/// <param name="Session">The sign-in session behind it.</param>
/// <param name="Source">The browser's address.</param>
/// <param name="Client">Speaks to it.</param>
/// <param name="Abort">Closes it.</param>
internal sealed record PhoneConnection(string Id, long Flow, string Session, string Source, IPhoneClient Client, Action Abort);
