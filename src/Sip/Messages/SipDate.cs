namespace RtcCluster.Sip.Messages;

/// <summary>SIP-date = wkday "," SP 2DIGIT SP month SP 4DIGIT SP time SP "GMT". RFC 3261 §20.17.</summary>
public static class SipDate
{
    /// <summary>The bytes of a written date.</summary>
    public const int Length = 29;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    private static ReadOnlySpan<byte> Days => "SunMonTueWedThuFriSat"u8;

    /// <summary>Reads a date. False when it is malformed or not in GMT (RFC 4475 §3.1.2.12); the weekday must be a weekday, not the right one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        text = SipGrammar.Trim(text);
        if (text.Length != Length
            || Index(Days, text[..3]) < 0
            || !text[3..5].SequenceEqual(", "u8)
            || text[7] != (byte)' '
            || text[11] != (byte)' '
            || text[16] != (byte)' '
            || text[19] != (byte)':'
            || text[22] != (byte)':'
            || !text[25..].SequenceEqual(" GMT"u8))
        {
            return false;
        }

        var month = Index(Months, text[8..11]);
        if (month < 0
            || !SipGrammar.TryReadNumber(text[5..7], 31, out var day)
            || !SipGrammar.TryReadNumber(text[12..16], 9999, out var year)
            || !SipGrammar.TryReadNumber(text[17..19], 23, out var hour)
            || !SipGrammar.TryReadNumber(text[20..22], 59, out var minute)
            || !SipGrammar.TryReadNumber(text[23..25], 59, out var second)
            || year == 0
            || day == 0
            || day > DateTime.DaysInMonth((int)year, month + 1))
        {
            return false;
        }

        utc = new DateTime((int)year, month + 1, (int)day, (int)hour, (int)minute, (int)second, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Writes a date; false when <paramref name="target"/> is shorter than <see cref="Length"/>.</summary>
    /// <param name="utc">The moment in UTC; fractions of a second are dropped.</param>
    /// <param name="target">Where the bytes go.</param>
    public static bool TryWrite(DateTime utc, Span<byte> target)
    {
        if (target.Length < Length)
        {
            return false;
        }

        "Xxx, 00 Xxx 0000 00:00:00 GMT"u8.CopyTo(target);
        Days.Slice((int)utc.DayOfWeek * 3, 3).CopyTo(target);
        Two(target[5..], utc.Day);
        Months.Slice((utc.Month - 1) * 3, 3).CopyTo(target[8..]);
        Two(target[12..], utc.Year / 100);
        Two(target[14..], utc.Year % 100);
        Two(target[17..], utc.Hour);
        Two(target[20..], utc.Minute);
        Two(target[23..], utc.Second);
        return true;
    }

    private static void Two(Span<byte> target, int number)
    {
        target[0] = (byte)('0' + (number / 10));
        target[1] = (byte)('0' + (number % 10));
    }

    // Names of days and months are case-sensitive (RFC 3261 §25.1 writes them in hexadecimal).
    private static int Index(ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Length; i += 3)
        {
            if (names.Slice(i, 3).SequenceEqual(name))
            {
                return i / 3;
            }
        }

        return -1;
    }
}
