using System.Security.Cryptography;

namespace RtcCluster.Grains.Voicemail;

/// <summary>The PIN of a box. A few digits are no secret to one who has the hash; the hash keeps them from those who only look.</summary>
internal static class MailboxPin
{
    private const int Iterations = 20_000;
    private const int Length = 16;

    /// <summary>Whether it may be one: 4 to 8 digits.</summary>
    public static bool IsGood(string pin) => pin.Length is >= 4 and <= 8 && pin.All(char.IsAsciiDigit);

    /// <summary>Salt and hash.</summary>
    public static string Hash(string pin)
    {
        var salt = RandomNumberGenerator.GetBytes(Length);
        return $"{Convert.ToHexString(salt)}.{Convert.ToHexString(Derive(pin, salt))}";
    }

    /// <summary>Whether digits are the PIN of a hash; takes the same time for every wrong one.</summary>
    public static bool Matches(string pin, string hash)
    {
        var parts = hash.Split('.');
        return parts.Length == 2 && CryptographicOperations.FixedTimeEquals(Derive(pin, Convert.FromHexString(parts[0])), Convert.FromHexString(parts[1]));
    }

    private static byte[] Derive(string pin, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(pin, salt, Iterations, HashAlgorithmName.SHA256, Length);
}
