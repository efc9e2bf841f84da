using System.Globalization;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Digest;

/// <summary>Answers challenges, and counts how often each nonce was used. RFC 7616 §3.4, RFC 3261 §22.2.</summary>
/// <param name="newCnonce">Makes a client nonce.</param>
internal sealed class DigestClient(Func<string> newCnonce)
{
    // A trunk or two per realm; the bound only matters against a peer that challenges with a new realm each time.
    private const int MaxNonces = 256;
    private readonly Dictionary<string, uint> _counts = [];

    /// <summary>The value of an Authorization header for a challenge.</summary>
    public string Answer(DigestChallenge challenge, SipCredential credential, string method, string uri)
    {
        if (_counts.Count >= MaxNonces)
        {
            _counts.Clear();
        }

        var count = _counts.GetValueOrDefault(challenge.Nonce) + 1;
        _counts[challenge.Nonce] = count;
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var cnonce = newCnonce();
        var qop = challenge.HasQopAuth ? "auth" : null;
        var ha1 = DigestMath.Ha1(challenge.Algorithm, credential.Username, challenge.Realm, credential.Password);
        var response = DigestMath.Response(challenge.Algorithm, ha1, challenge.Nonce, nc, cnonce, qop, method, uri);
        var text = $"Digest username={Quote(credential.Username)}, realm=\"{challenge.Realm}\", nonce=\"{challenge.Nonce}\", uri=\"{uri}\", response=\"{response}\"";
        text += challenge.NamesAlgorithm ? $", algorithm={DigestMath.Token(challenge.Algorithm)}" : "";
        text += challenge.Opaque is { } opaque ? $", opaque=\"{opaque}\"" : "";
        return qop is null ? text : $"{text}, qop={qop}, nc={nc}, cnonce=\"{cnonce}\"";
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
