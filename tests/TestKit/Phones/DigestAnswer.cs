using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RtcCluster.TestKit.Phones;

/// <summary>A client's answer to a digest challenge, RFC 7616 section 3.4 with qop=auth, MD5 or SHA-256.</summary>
public sealed partial class DigestAnswer
{
    private readonly Dictionary<string, string> _challenge;
    private int _count;

    /// <param name="challenge">The value of a WWW-Authenticate or Proxy-Authenticate header.</param>
    public DigestAnswer(string challenge) =>
        _challenge = Parameters().Matches(challenge).ToDictionary(
            match => match.Groups["name"].Value.ToLowerInvariant(),
            match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["token"].Value,
            StringComparer.Ordinal);

    public string Algorithm => _challenge.GetValueOrDefault("algorithm", "MD5");

    public string Nonce => _challenge["nonce"];

    public string Realm => _challenge["realm"];

    public bool IsStale => _challenge.GetValueOrDefault("stale", "false").Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Picks the challenge of the wanted algorithm from a 401 or 407; null when it offers none of that kind.</summary>
    public static DigestAnswer? From(SipText response, string algorithm) =>
        response.Headers(response.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate")
            .Select(value => new DigestAnswer(value))
            .FirstOrDefault(answer => answer.Algorithm.Equals(algorithm, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same challenge, answered with another algorithm: a server takes each that it knows, offered or not.</summary>
    public DigestAnswer WithAlgorithm(string algorithm)
    {
        _challenge["algorithm"] = algorithm;
        return this;
    }

    /// <summary>The value of the Authorization header; each call counts nc up by one unless <paramref name="nonceCount"/> says which.</summary>
    public string Value(string user, string password, string method, string uri, int? nonceCount = null)
    {
        var count = (nonceCount ?? ++_count).ToString("x8", CultureInfo.InvariantCulture);
        var clientNonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var ha1 = Hash($"{user}:{Realm}:{password}");
        var ha2 = Hash($"{method}:{uri}");
        var response = Hash($"{ha1}:{Nonce}:{count}:{clientNonce}:auth:{ha2}");
        var opaque = _challenge.TryGetValue("opaque", out var value) ? $", opaque=\"{value}\"" : string.Empty;
        return $"Digest username=\"{user}\", realm=\"{Realm}\", nonce=\"{Nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm={Algorithm}, cnonce=\"{clientNonce}\", qop=auth, nc={count}{opaque}";
    }

    [GeneratedRegex("(?<name>[A-Za-z]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<token>[^,\\s]+))")]
    private static partial Regex Parameters();

    // RFC 3261 telephones know MD5 only; SIP has no say in it.
#pragma warning disable CA5351
    private string Hash(string text) => Convert.ToHexStringLower(
        Algorithm.Equals("SHA-256", StringComparison.OrdinalIgnoreCase) ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
