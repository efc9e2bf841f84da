using System.Globalization;
using System.Security.Cryptography;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Calls;

/// <summary>Names of calls, and the tokens that carry call and leg in Contacts and tags.</summary>
/// <remarks>
/// A name is a time and chance, in Crockford's base 32 in lower case: names sort by when the calls began, and nobody guesses one. The alphabet has no
/// <c>u</c>, so that <c>{name}u{leg}</c> can be taken apart again.
/// </remarks>
public static class CallNames
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const char Separator = 'u';
    private const int TimeLetters = 9;
    private const int ChanceLetters = 11;

    /// <summary>A new name: 45 bits of milliseconds and 55 random bits.</summary>
    /// <param name="at">When the call began.</param>
    public static string New(DateTimeOffset at)
    {
        Span<char> name = stackalloc char[TimeLetters + ChanceLetters];
        Span<byte> chance = stackalloc byte[ChanceLetters];
        RandomNumberGenerator.Fill(chance);
        var time = at.ToUnixTimeMilliseconds();
        for (var i = TimeLetters - 1; i >= 0; i--, time >>= 5)
        {
            name[i] = Alphabet[(int)(time & 31)];
        }

        for (var i = 0; i < ChanceLetters; i++)
        {
            name[TimeLetters + i] = Alphabet[chance[i] & 31];
        }

        return new string(name);
    }

    /// <summary>What a leg's Contact and tag carry: letters and digits.</summary>
    public static string TokenOf(CallId call, LegId leg) => string.Create(CultureInfo.InvariantCulture, $"{call.Name}{Separator}{leg.Number}");

    /// <summary>Takes a token apart; false for one that is not ours.</summary>
    public static bool TryReadToken(string token, out string name, out LegId leg)
    {
        ArgumentNullException.ThrowIfNull(token);
        name = "";
        leg = default;
        var at = token.LastIndexOf(Separator);
        if (at <= 0 || !ushort.TryParse(token.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return false;
        }

        name = token[..at];
        leg = new LegId(number);
        return true;
    }
}
