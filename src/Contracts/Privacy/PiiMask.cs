using System.Buffers;
using System.Net;
using System.Net.Sockets;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Privacy;

/// <summary>What a log shows instead of a personal value: enough to tell two apart in most cases, too little to know whom.</summary>
internal static class PiiMask
{
    private const string Hidden = "…";
    private const int DigitsShown = 2;
    private static readonly SearchValues<char> Dialled = SearchValues.Create("+*#0123456789");

    /// <summary>The masked form; empty for an empty value.</summary>
    public static string Of(string text, PiiKind kind) => text.Length == 0 ? "" : kind switch
    {
        PiiKind.Number => Number(text),
        PiiKind.Name => Initial(text),
        PiiKind.Address => Address(text),
        PiiKind.Key => Key(text),
        PiiKind.Text => PersonalText.Mask(text),
        _ => "***",
    };

    /// <summary>The last two digits; of a number that is hardly longer nothing.</summary>
    internal static string Number(ReadOnlySpan<char> number) => number.Length > DigitsShown + 1 ? $"{Hidden}{number[^DigitsShown..]}" : Hidden;

    /// <summary>A number or a name behind a tenant.</summary>
    internal static string NumberOrName(ReadOnlySpan<char> text) =>
        text.ContainsAnyExcept(Dialled) ? Initial(text) : Number(text);

    private static string Initial(ReadOnlySpan<char> name) => char.IsLetter(name[0]) ? $"{name[0]}{Hidden}" : Hidden;

    private static string Address(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is 3 or 4 && text[..colon].ToUpperInvariant() is "SIP" or "SIPS" or "TEL")
        {
            return $"{text[..colon]}:{Hidden}";
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return $"{Initial(text)}@{Hidden}";
        }

        return IPEndPoint.TryParse(text, out var endpoint) && endpoint.AddressFamily == AddressFamily.InterNetwork
            ? $"{string.Join('.', endpoint.Address.ToString().Split('.')[..2])}.{Hidden}"
            : Hidden;
    }

    private static string Key(string key) =>
        GrainKey.TrySplit(key, out var tenant, out var name) ? $"{tenant}/{NumberOrName(name)}" : Hidden;
}
