using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace RtcCluster.Storage.Backups;

/// <summary>Documents of the backups: JSON Web Signature in its flattened JSON form (RFC 7515, 7.2.2) with HS256 under a key that is derived from <c>Backup:Key</c>: whoever can check one must be able to open the rest anyway.</summary>
internal static class SignedManifest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static byte[] Sign<T>(T document, string type, BackupKeys keys)
    {
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Header("HS256", type, keys.CurrentId), Json));
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(document, Json));
        var signature = Base64Url.EncodeToString(keys.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}")));
        return JsonSerializer.SerializeToUtf8Bytes(new Envelope(header, payload, signature), Json);
    }

    /// <summary>Reads one.</summary>
    /// <returns>The document; null with what is wrong with it.</returns>
    public static T? TryRead<T>(ReadOnlySpan<byte> file, string type, BackupKeys keys, out string problem)
        where T : class
    {
        problem = "is not what it was, or cut off";
        try
        {
            if (JsonSerializer.Deserialize<Envelope>(file, Json) is not { Protected: not null, Payload: not null, Signature: not null } envelope
                || JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(envelope.Protected), Json) is not { Alg: "HS256", Kid: not null } header || header.Typ != type)
            {
                return null;
            }

            switch (keys.Verify(header.Kid, Encoding.ASCII.GetBytes($"{envelope.Protected}.{envelope.Payload}"), Base64Url.DecodeFromChars(envelope.Signature)))
            {
                case null:
                    problem = $"was made with another key than those of Backup:Key and Backup:FormerKeys ({Shown(header.Kid)})";
                    return null;
                case false:
                    problem = "was changed";
                    return null;
                default:
                    return JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(envelope.Payload), Json);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    // It comes from a file that anybody may have written.
    private static string Shown(string id) => id.Length <= 32 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : "unknown";

    private sealed record Envelope(string Protected, string Payload, string Signature);

    private sealed record Header(string Alg, string Typ, string Kid);
}
