using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Storage.Directory;

/// <summary>
/// H(A1) = H(username ":" realm ":" password) of one account in both algorithms that telephones speak (RFC 7616 §3.4.2, RFC 8760 §2.1),
/// in lower-case hex. Whoever has them can answer for the account, so they are encrypted wherever they rest.
/// </summary>
/// <param name="Md5">32 hex digits.</param>
/// <param name="Sha256">64 hex digits.</param>
public sealed record SipDigests(string Md5, string Sha256)
{
    /// <summary>Computes both digests of a password.</summary>
    /// <param name="username">SIP user name, which is the extension.</param>
    /// <param name="realm">Digest realm of the tenant.</param>
    /// <param name="password">The password as typed, UTF-8 (RFC 7616 §4).</param>
    [SuppressMessage("Security", "CA5351", Justification = "RFC 8760 §2.3 keeps MD5 beside SHA-256, because most telephones speak nothing else.")]
    public static SipDigests Compute(string username, string realm, string password)
    {
        var a1 = Encoding.UTF8.GetBytes($"{username}:{realm}:{password}");
        var digests = new SipDigests(Convert.ToHexStringLower(MD5.HashData(a1)), Convert.ToHexStringLower(SHA256.HashData(a1)));
        CryptographicOperations.ZeroMemory(a1);
        return digests;
    }

    /// <summary>Names the type only: the digests belong in no log.</summary>
    public override string ToString() => nameof(SipDigests);
}
