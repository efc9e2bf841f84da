using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>A request of a host whose two tokens were good.</summary>
/// <param name="Event">What the host tells.</param>
/// <param name="Caller">The user.</param>
/// <param name="User">The same user as the directory has them.</param>
/// <param name="Country">The country that numbers without a country's code are of.</param>
/// <param name="Texts">What is said, in the user's language.</param>
internal sealed record AddonVisit(AddonEvent Event, Caller Caller, DirectoryUser User, string Country, AddonTexts Texts);
