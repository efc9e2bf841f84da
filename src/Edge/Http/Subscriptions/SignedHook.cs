using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Edge.Http.Subscriptions;

/// <summary>Checks who sent a webhook, by the signature that Stripe invented: a header <c>t=SECONDS,v1=HEX</c>, where v1 is the HMAC-SHA256 of <c>SECONDS.BODY</c> under a shared secret.</summary>
internal static class SignedHook
{
    /// <summary>A receipt that was signed longer ago may be one that somebody overheard.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int LongestHeader = 2_048;

    /// <summary>Whether a body is from whoever has the secret, and of now.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="header">The signature's header; while a secret is changed it has a v1 of each.</param>
    /// <param name="body">The body, to the byte as it came.</param>
    /// <param name="now">The time.</param>
    public static HookVerdict Check(string secret, string header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (header.Length is 0 or > LongestHeader)
        {
            return HookVerdict.Forged;
        }

        long? seconds = null;
        var signatures = new List<byte[]>();
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal) && seconds is null && long.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            {
                seconds = read;
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal))
            {
                var signature = new byte[HMACSHA256.HashSizeInBytes];
                if (Convert.FromHexString(part.AsSpan(3), signature, out _, out var written) == OperationStatus.Done && written == signature.Length)
                {
                    signatures.Add(signature);
                }
            }
        }

        if (seconds is not { } at)
        {
            return HookVerdict.Forged;
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at}.")));
        hash.AppendData(body);
        var expected = hash.GetHashAndReset();
        return !signatures.Exists(signature => CryptographicOperations.FixedTimeEquals(signature, expected)) ? HookVerdict.Forged
            : Math.Abs((decimal)now.ToUnixTimeSeconds() - at) > (decimal)Tolerance.TotalSeconds ? HookVerdict.Old
            : HookVerdict.Genuine;
    }
}

/// <summary>What is known of who sent a webhook.</summary>
internal enum HookVerdict
{
    /// <summary>Whoever has the secret, just now.</summary>
    Genuine,

    /// <summary>Somebody else, or it was changed on its way.</summary>
    Forged,

    /// <summary>Whoever has the secret, too long ago or too far ahead.</summary>
    Old,
}
