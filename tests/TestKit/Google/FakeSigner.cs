using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>The keys that <see cref="FakeGoogle"/> signs tokens with, and tokens that are good or not. The public halves are at <c>/oauth2/v3/certs</c>.</summary>
public sealed class FakeSigner : IDisposable
{
    private RSA _key = RSA.Create(2048);

    /// <summary>Name of the present key.</summary>
    public string KeyName { get; private set; } = "google-1";

    /// <summary>How often the keys were read.</summary>
    public int Reads { get; private set; }

    /// <summary>Takes a new key of another name; the old one is published no more.</summary>
    public void ChangeKey()
    {
        _key.Dispose();
        (_key, KeyName) = (RSA.Create(2048), $"{KeyName}+");
    }

    /// <summary>The public key as everybody can read it.</summary>
    public string PublicKey() => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A token signed with RS256 by its key, or by another.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="header">Changes the header.</param>
    /// <param name="key">Another key; null for its own.</param>
    public string Sign(JsonObject claims, Action<JsonObject>? header = null, RSA? key = null)
    {
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyName };
        header?.Invoke(head);
        var text = $"{Part(head)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A token with a signature made of a secret (HS256).</summary>
    public string SignBySecret(JsonObject claims, string secret)
    {
        var text = $"{Part(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = KeyName })}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>A token without a signature.</summary>
    public static string Unsigned(JsonObject claims) => $"{Part(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" })}.{Part(claims)}.";

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal JsonObject Published()
    {
        Reads++;
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyName, ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
