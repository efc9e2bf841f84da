using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace RtcCluster.Storage.Sealing;

/// <summary>A signed document: JSON Web Signature in its flattened JSON form (RFC 7515, 7.2.2) with ES256, so that any library of that standard can check it.</summary>
public static class SignedDocument
{
    /// <summary>How documents here are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Signs.</summary>
    /// <typeparam name="T">What is signed.</typeparam>
    /// <param name="document">What is signed.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="keys">The signing key.</param>
    public static byte[] Sign<T>(T document, string type, SigningKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["alg"] = "ES256", ["typ"] = type, ["kid"] = keys.CurrentId }));
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(document, Json));
        var signature = Base64Url.EncodeToString(keys.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}"), out _));
        return Write(header, payload, signature);
    }

    /// <summary>Reads a document and checks its signature.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="keys">The public keys.</param>
    /// <param name="document">What was signed; also where the key is not known, for whoever wants to look at it.</param>
    public static SignatureStatus TryRead<T>(ReadOnlySpan<byte> file, string type, SigningKeys keys, out T? document)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(keys);
        document = null;
        try
        {
            var parts = JsonSerializer.Deserialize<Parts>(file, Json);
            // Base64 and JSON say one thing in several ways: only the way in which it was written is taken, so that no byte can be changed unnoticed.
            if (parts is not { Header: { } header, Payload: { } payload, Signature: { } signature } || !Write(header, payload, signature).AsSpan().SequenceEqual(file)
                || !IsExact(header) || !IsExact(payload) || !IsExact(signature))
            {
                return SignatureStatus.Malformed;
            }

            var claims = JsonSerializer.Deserialize<Dictionary<string, string>>(Base64Url.DecodeFromChars(header));
            if (claims is not { Count: 3 } || claims.GetValueOrDefault("alg") != "ES256" || claims.GetValueOrDefault("typ") != type || claims.GetValueOrDefault("kid") is not { } id)
            {
                return SignatureStatus.Malformed;
            }

            var valid = keys.Verify(id, Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature));
            document = valid == false ? null : JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(payload), Json);
            return valid switch { true => document is null ? SignatureStatus.Malformed : SignatureStatus.Valid, false => SignatureStatus.Forged, _ => SignatureStatus.UnknownKey };
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return SignatureStatus.Malformed;
        }
    }

    private static bool IsExact(string base64) => Base64Url.EncodeToString(Base64Url.DecodeFromChars(base64)) == base64;

    private static byte[] Write(string header, string payload, string signature) => Encoding.UTF8.GetBytes($"{{\"protected\":\"{header}\",\"payload\":\"{payload}\",\"signature\":\"{signature}\"}}");

    private sealed record Parts(
        [property: System.Text.Json.Serialization.JsonPropertyName("protected")] string? Header, string? Payload, string? Signature);
}

/// <summary>What became of a signature's check.</summary>
public enum SignatureStatus
{
    /// <summary>It is the cluster's.</summary>
    Valid,

    /// <summary>The file is no signed document of this kind, byte for byte.</summary>
    Malformed,

    /// <summary>It is signed with a key that is not known here.</summary>
    UnknownKey,

    /// <summary>The document or the signature was changed.</summary>
    Forged,
}
