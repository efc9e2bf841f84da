using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Digest;

/// <summary>Authenticates requests: challenges in SHA-256 and MD5, reads credentials, verifies them against the H(A1) that the host looks up.</summary>
/// <remarks>
/// Two steps, because the secret is a grain's: <see cref="TryReadCredentials"/> checks all that needs no secret (so that a forged nonce costs no look-up),
/// then the host asks the directory, then <see cref="Verify"/>. An unknown account is verified too, with null: it takes the same time and gives the
/// same answer as a wrong password (facts/threats.md T2). The digest-uri is not compared with the Request-URI: SIPp, some telephones and each proxy that
/// retargets differ there, and what the comparison is to prevent, a second use of the credentials, the replay guard prevents.
/// Not safe for several threads at once.
/// </remarks>
public sealed class DigestAuthenticator
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private readonly DigestOptions _options;
    private readonly NonceMint _mint;
    private readonly NonceGuard _guard;
    private readonly string _nobody;
    private readonly string _opaque;

    /// <summary>An authenticator for one realm.</summary>
    /// <param name="options">Realm, edge name, cluster key.</param>
    /// <param name="entropy">For what tells this incarnation's nonces from an earlier one's.</param>
    public DigestAuthenticator(DigestOptions options, ISipEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entropy);
        _options = options;
        _mint = new NonceMint(options, entropy);
        _guard = new NonceGuard(options.MaxNonces);
        Span<byte> random = stackalloc byte[40];
        entropy.Fill(random);
        _nobody = Convert.ToHexStringLower(random[..32]);
        _opaque = Convert.ToHexStringLower(random[32..]);
    }

    /// <summary>How many nonces the replay guard remembers.</summary>
    public int RememberedNonces => _guard.Count;

    /// <summary>The header lines of a challenge, best hash first, for a 401 (or with <paramref name="proxy"/> a 407).</summary>
    /// <param name="source">Where the request came from; the nonce is good for that address only.</param>
    /// <param name="stale">Whether only the nonce was wrong, so that the client may try again without asking its user.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="proxy">Whether to write Proxy-Authenticate.</param>
    /// <param name="md5Only">Whether to challenge in MD5 alone: for a client that gives up when it reads of any other hash.</param>
    public IReadOnlyList<AddedHeader> Challenge(IPAddress source, bool stale, long now, bool proxy = false, bool md5Only = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        var nonce = _mint.Make(source, now);
        var name = proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
        var lines = new List<AddedHeader>(_options.Algorithms.Count);
        foreach (var algorithm in _options.Algorithms)
        {
            if (md5Only && algorithm != DigestAlgorithm.Md5 && _options.Algorithms.Contains(DigestAlgorithm.Md5))
            {
                continue;
            }

            var value = $"Digest realm=\"{_options.Realm}\", nonce=\"{nonce}\", opaque=\"{_opaque}\", algorithm={DigestMath.Token(algorithm)}, qop=\"auth\"";
            lines.Add(new AddedHeader(name, stale ? value + ", stale=true" : value));
        }

        return lines;
    }

    /// <summary>Reads the credentials for our realm and checks everything but the secret.</summary>
    /// <param name="request">The request.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="credentials">The credentials when the status is <see cref="DigestStatus.Read"/>, else null.</param>
    /// <param name="proxy">Whether to read Proxy-Authorization.</param>
    public DigestStatus TryReadCredentials(SipMessage request, IPAddress source, long now, out DigestCredentials? credentials, bool proxy = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        credentials = null;
        var broken = false;
        foreach (var value in request.Values(proxy ? SipHeader.ProxyAuthorization : SipHeader.Authorization))
        {
            if (!AuthValue.TryParse(value, out var auth))
            {
                broken = true;
            }
            else if (auth.IsDigest && auth.TryGet("realm"u8, out var realm) && SipText.Of(realm) == _options.Realm)
            {
                return Read(auth, SipText.Of(request.MethodToken), source, now, out credentials);
            }
        }

        return broken ? DigestStatus.Malformed : DigestStatus.Missing;
    }

    /// <summary>Verifies the secret, and uses the nonce count up.</summary>
    /// <param name="credentials">What was read.</param>
    /// <param name="ha1">The account's H(A1) for the credentials' hash, hex; null when there is no such account.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public DigestStatus Verify(DigestCredentials credentials, string? ha1, long now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var (_, _, nonce, uri, response, cnonce, nc, algorithm, method) = credentials;
        var expected = DigestMath.Response(algorithm, ha1 ?? _nobody, nonce, nc, cnonce, "auth", method, uri);
        var same = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(response));
        if (!same || ha1 is null)
        {
            return DigestStatus.Wrong;
        }

        // Only a holder of the secret gets a place in the guard, so that strangers cannot push others out.
        _guard.DropOlder(now - _options.NonceLifetime.Ticks);
        return _guard.TryUse(credentials.Serial, credentials.IssuedAt, uint.Parse(nc, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            ? DigestStatus.Accepted
            : DigestStatus.Replayed;
    }

    private DigestStatus Read(AuthValue auth, string method, IPAddress source, long now, out DigestCredentials? credentials)
    {
        credentials = null;
        var algorithmNamed = auth.TryGet("algorithm"u8, out var token);
        if (!DigestMath.TryToken(algorithmNamed ? SipText.Of(token) : null, out var algorithm) || !_options.Algorithms.Contains(algorithm))
        {
            return DigestStatus.UnsupportedAlgorithm;
        }

        if (!auth.TryGet("qop"u8, out var qop) || !SipGrammar.Same(qop, "auth"u8))
        {
            return DigestStatus.UnsupportedQop;
        }

        if (!auth.TryGet("username"u8, out var username) || username.IsEmpty
            || !auth.TryGet("nonce"u8, out var nonceText)
            || !auth.TryGet("uri"u8, out var uri) || uri.IsEmpty
            || !auth.TryGet("cnonce"u8, out var cnonce) || cnonce.IsEmpty
            || !auth.TryGet("nc"u8, out var nc) || !IsHex(nc, 8)
            || !auth.TryGet("response"u8, out var response) || !IsHex(response, DigestMath.HexLength(algorithm)))
        {
            return DigestStatus.Malformed;
        }

        var nonce = SipText.Of(nonceText);
        if (!_mint.TryRead(nonce, source, out var issuedAt, out var serial)
            || now - issuedAt > _options.NonceLifetime.Ticks
            || (issuedAt <= _guard.ForgottenUntil && !_guard.Knows(serial)))
        {
            return DigestStatus.Stale;
        }

        credentials = new DigestCredentials(
            SipText.Of(username), _options.Realm, nonce, SipText.Of(uri), SipText.Of(response).ToLowerInvariant(), SipText.Of(cnonce), SipText.Of(nc), algorithm, method)
        {
            IssuedAt = issuedAt,
            Serial = serial,
        };
        return DigestStatus.Read;
    }

    private static bool IsHex(ReadOnlySpan<byte> text, int length) => text.Length == length && text.IndexOfAnyExcept(HexDigits) < 0;
}
