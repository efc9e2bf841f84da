namespace RtcCluster.Grains.Speech;

/// <summary>A language that announcements are made in: numbers, digits, times, durations and money as words, which every voice reads alike.</summary>
internal abstract class SpokenLanguage
{
    /// <summary>Colombian Spanish.</summary>
    public static SpokenLanguage Spanish { get; } = new SpokenSpanish();

    /// <summary>English.</summary>
    public static SpokenLanguage English { get; } = new SpokenEnglish();

    /// <summary>The name by which a voice is chosen (RFC 5646).</summary>
    public abstract string Tag { get; }

    /// <summary>The language of a tag: English for <c>en</c> and its regions, Spanish for everything else.</summary>
    public static SpokenLanguage Of(string? tag) =>
        tag is not null && tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] is '-' or '_') ? English : Spanish;

    /// <summary>A number as it is counted, up to a million millions in either direction.</summary>
    public abstract string Number(long value);

    /// <summary>Keys or a number as it is dialled, one by one; what is no key is left out.</summary>
    public string Digits(string digits) => string.Join(' ', digits.Select(Digit).OfType<string>());

    /// <summary>The time on the clock, to the minute.</summary>
    public abstract string TimeOfDay(TimeOnly time);

    /// <summary>Hours, minutes and seconds that are not zero; never less than nothing.</summary>
    public string Duration(TimeSpan duration)
    {
        var seconds = Math.Max(0, (long)Math.Round(duration.TotalSeconds));
        var parts = new[] { Hours(seconds / 3600), Minutes(seconds / 60 % 60), Seconds(seconds % 60, always: seconds == 0) }.OfType<string>().ToArray();
        return parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} {And} {parts[^1]}";
    }

    /// <summary>An amount, to the hundredth.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="currency">ISO 4217; one that is not known is spoken as its letters.</param>
    public string Money(decimal amount, string currency)
    {
        var hundredths = decimal.Round(Math.Abs(amount) * 100, MidpointRounding.AwayFromZero);
        var (whole, part) = ((long)decimal.Truncate(hundredths / 100), (int)(hundredths % 100));
        var text = part == 0 ? Whole(whole, currency) : whole == 0 ? Part(part, currency) : $"{Whole(whole, currency)} {With} {Part(part, currency)}";
        return amount < 0 && hundredths > 0 ? $"{Minus} {text}" : text;
    }

    /// <summary>Joins the last of several.</summary>
    protected abstract string And { get; }

    /// <summary>Joins hundredths to an amount.</summary>
    protected abstract string With { get; }

    /// <summary>Below zero.</summary>
    protected abstract string Minus { get; }

    /// <summary>One key.</summary>
    protected abstract string? Digit(char digit);

    /// <summary>So many hours; null for none.</summary>
    protected abstract string? Hours(long count);

    /// <summary>So many minutes; null for none.</summary>
    protected abstract string? Minutes(long count);

    /// <summary>So many seconds; null for none, unless they are wanted.</summary>
    protected abstract string? Seconds(long count, bool always);

    /// <summary>So many of a currency.</summary>
    protected abstract string Whole(long count, string currency);

    /// <summary>So many hundredths of a currency.</summary>
    protected abstract string Part(int count, string currency);
}
