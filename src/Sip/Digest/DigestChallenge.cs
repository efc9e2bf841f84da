using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Digest;

/// <summary>A challenge that we can answer.</summary>
/// <param name="Realm">Its realm, escapes left in.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Opaque">What to send back unchanged; null when absent.</param>
/// <param name="Algorithm">The hash.</param>
/// <param name="NamesAlgorithm">Whether it named the hash, so that the answer does too.</param>
/// <param name="HasQopAuth">Whether it offers <c>qop=auth</c>; without any qop the old form of RFC 2069 is used.</param>
/// <param name="Stale">Whether only the nonce was wrong.</param>
internal sealed record DigestChallenge(string Realm, string Nonce, string? Opaque, DigestAlgorithm Algorithm, bool NamesAlgorithm, bool HasQopAuth, bool Stale)
{
    /// <summary>Reads a WWW-Authenticate or Proxy-Authenticate value; false for what we cannot answer: other schemes, unknown hashes, auth-int only.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out DigestChallenge challenge)
    {
        challenge = null!;
        if (!AuthValue.TryParse(value, out var auth) || !auth.IsDigest || !auth.TryGet("realm"u8, out var realm) || !auth.TryGet("nonce"u8, out var nonce))
        {
            return false;
        }

        var named = auth.TryGet("algorithm"u8, out var token);
        var hasQop = auth.TryGet("qop"u8, out var qop);
        var hasAuth = hasQop && Offers(qop, "auth"u8);
        if (!DigestMath.TryToken(named ? SipText.Of(token) : null, out var algorithm) || (hasQop && !hasAuth))
        {
            return false;
        }

        var opaque = auth.TryGet("opaque"u8, out var echo) ? SipText.Of(echo) : null;
        var stale = auth.TryGet("stale"u8, out var flag) && SipGrammar.Same(flag, "true"u8);
        challenge = new DigestChallenge(SipText.Of(realm), SipText.Of(nonce), opaque, algorithm, named, hasAuth, stale);
        return true;
    }

    private static bool Offers(ReadOnlySpan<byte> list, ReadOnlySpan<byte> wanted)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (SipGrammar.Same(SipGrammar.Trim(list[range]), wanted))
            {
                return true;
            }
        }

        return false;
    }
}
