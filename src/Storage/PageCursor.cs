using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RtcCluster.Storage;

/// <summary>
/// The place after the last row of a page: that row's instant and id. A page is asked for by value and not by offset, so rows
/// that arrive meanwhile neither repeat nor hide others.
/// </summary>
internal readonly record struct PageCursor(DateTimeOffset At, string Id)
{
    // 255 characters of id at up to 3 bytes, and the instant, in Base64; anything longer was never handed out.
    private const int MaxLength = 1100;

    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}:{Id}")));

    public static bool TryDecode(string text, out PageCursor cursor)
    {
        cursor = default;
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || plain.Contains('\0', StringComparison.Ordinal)
            || !long.TryParse(plain.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            || at is < -62_135_596_800_000 or > 253_402_300_799_999)
        {
            return false;
        }

        cursor = new PageCursor(DateTimeOffset.FromUnixTimeMilliseconds(at), plain[(colon + 1)..]);
        return true;
    }
}
