using RtcCluster.Sip.Agent;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Sip;

/// <summary>Who sent a request, or what it is answered with instead.</summary>
/// <param name="Account">The user's account, proven by digest; null for others.</param>
/// <param name="Trunk">The trunk whose address it came from; null for others.</param>
/// <param name="Code">Status code of the answer when nobody was proven; 0 otherwise.</param>
/// <param name="Headers">Headers of that answer.</param>
internal sealed record SipVerdict(SipAccount? Account, Trunk? Trunk, int Code, IReadOnlyList<AddedHeader> Headers)
{
    /// <summary>A user.</summary>
    public static SipVerdict Of(SipAccount account) => new(account, null, 0, []);

    /// <summary>A trunk.</summary>
    public static SipVerdict Of(Trunk trunk) => new(null, trunk, 0, []);

    /// <summary>Nobody is proven, or the request is dealt with: this is the answer.</summary>
    public static SipVerdict Answer(int code, params IReadOnlyList<AddedHeader> headers) => new(null, null, code, headers);
}
