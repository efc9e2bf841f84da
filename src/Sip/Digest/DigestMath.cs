using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Sip.Digest;

/// <summary>The hashes of digest authentication, as lower-case hex text. RFC 7616 §3.4.</summary>
public static class DigestMath
{
    /// <summary>H(user:realm:password), the secret a directory keeps instead of the password. RFC 7616 §3.4.2.</summary>
    /// <param name="algorithm">The hash.</param>
    /// <param name="user">User name of the account.</param>
    /// <param name="realm">Realm of the account.</param>
    /// <param name="password">Password of the account.</param>
    public static string Ha1(DigestAlgorithm algorithm, string user, string realm, string password) => Hash(algorithm, $"{user}:{realm}:{password}");

    /// <summary>The request-digest for <c>qop=auth</c>, or that of RFC 2069 when <paramref name="qop"/> is null. RFC 7616 §3.4.1.</summary>
    /// <param name="algorithm">The hash.</param>
    /// <param name="ha1">H(A1) in hex.</param>
    /// <param name="nonce">The server's nonce.</param>
    /// <param name="nc">Nonce count as eight hex digits; unused without qop.</param>
    /// <param name="cnonce">The client's nonce; unused without qop.</param>
    /// <param name="qop"><c>auth</c> or null.</param>
    /// <param name="method">Method token of the request.</param>
    /// <param name="uri">The digest-uri as the client wrote it.</param>
    public static string Response(DigestAlgorithm algorithm, string ha1, string nonce, string nc, string cnonce, string? qop, string method, string uri)
    {
        var ha2 = Hash(algorithm, $"{method}:{uri}");
        return Hash(algorithm, qop is null ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}");
    }

    /// <summary>How many hex digits a response of this hash has.</summary>
    /// <param name="algorithm">The hash.</param>
    public static int HexLength(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? 64 : 32;

    /// <summary>The algorithm's token in a header.</summary>
    /// <param name="algorithm">The hash.</param>
    public static string Token(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    /// <summary>Reads an algorithm token; the <c>-sess</c> variants and unknown hashes give false. An absent one is MD5. RFC 7616 §3.3.</summary>
    /// <param name="token">The value, unquoted; null when absent.</param>
    /// <param name="algorithm">The hash.</param>
    public static bool TryToken(string? token, out DigestAlgorithm algorithm)
    {
        algorithm = string.Equals(token, "SHA-256", StringComparison.OrdinalIgnoreCase) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return token is null || algorithm == DigestAlgorithm.Sha256 || string.Equals(token, "MD5", StringComparison.OrdinalIgnoreCase);
    }

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var name = algorithm == DigestAlgorithm.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.MD5;
        return Convert.ToHexStringLower(hash[..CryptographicOperations.HashData(name, bytes, hash)]);
    }
}
