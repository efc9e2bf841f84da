using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RtcCluster.TestKit.S3;

/// <summary>Checks the signature of a request: AWS Signature Version 4, in the Authorization header.</summary>
/// <param name="accessKey">The one key that is known.</param>
/// <param name="secret">Its secret.</param>
internal sealed class S3Signature(string accessKey, string secret)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Why a request is not let in, as S3's error code; null when it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    public string? Problem(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return "AccessDenied";
        }

        var parts = header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries).Select(static part => part.Split('=', 2)).ToDictionary(static part => part[0], static part => part[1]);
        var credential = parts["Credential"].Split('/', 2);
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        return credential[0] != accessKey ? "InvalidAccessKeyId"
            : hash != Hex(SHA256.HashData(body)) ? "XAmzContentSHA256Mismatch"
            : !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(parts["Signature"]), Encoding.ASCII.GetBytes(Sign(request, parts["SignedHeaders"], credential[1], hash))) ? "SignatureDoesNotMatch"
            : null;
    }

    private string Sign(HttpRequest request, string signedHeaders, string scope, string hash)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = (target.Length > 1 ? target[1] : "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal);
        var headers = signedHeaders.Split(';').Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        var canonical = $"{request.Method}\n{target[0]}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{signedHeaders}\n{hash}";
        var text = $"{Algorithm}\n{request.Headers["x-amz-date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
