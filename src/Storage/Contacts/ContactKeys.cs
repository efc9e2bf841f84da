namespace RtcCluster.Storage.Contacts;

/// <summary>What a contact is found by. The letter before the colon says what kind of key it is.</summary>
internal static class ContactKeys
{
    /// <summary>Characters of the longest key.</summary>
    public const int Longest = 260;

    /// <summary>Words of a search that count.</summary>
    public const int MostWords = 8;

    private const int LongestWord = 40;

    /// <summary>Sorts after everything that begins with what stands before it, in the order of bytes of UTF-8.</summary>
    public const string After = "\U0010FFFF";

    public static IEnumerable<string> Of(ContactCard card) =>
        new[] { card.Name, card.GivenName, card.FamilyName, card.Organization }.Concat(card.Emails.Select(static email => email.Address)).Concat(card.Groups)
            .SelectMany(ContactText.Words)
            .Concat(card.Numbers.SelectMany(WordsOf))
            .Select(static word => Word(word))
            .Concat(OfPerson(card))
            .Concat(card.Groups.Select(Group))
            .Append(Name(card.Name))
            .Where(static key => key.Length > 2)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The keys that one person has and hardly another: numbers and addresses of a cleaned card.</summary>
    public static IEnumerable<string> OfPerson(ContactCard card) =>
        card.Numbers.Select(static number => Number(number.E164 ?? number.Text)).Concat(card.Emails.Select(static email => Email(email.Address)));

    public static string Word(string word) => "w:" + StoredText.Cleaned(word, LongestWord);

    /// <summary>The key of a number: in E.164 form, or the digits that were written.</summary>
    public static string Number(string number) => Cut("n:" + (number.StartsWith('+') ? number : ContactText.Digits(number) ?? ContactText.Fold(number)));

    public static string Email(string address) => Cut("e:" + address.ToLowerInvariant());

    public static string Group(string group) => Cut("g:" + ContactText.Fold(group));

    public static string Name(string name) => Cut("f:" + ContactText.Fold(name));

    /// <summary>The words that somebody searches for: a number however it is written, or the text's words.</summary>
    public static IReadOnlyList<string> Asked(string text) =>
        [.. (ContactText.Digits(text) is { } digits ? [digits] : ContactText.Words(text)).Take(MostWords).Select(Word)];

    // Taking letters apart can make a text many times as long.
    private static string Cut(string key) => StoredText.Cleaned(key, Longest);

    // A number is found from its country's code on, without it, and as it was written.
    private static IEnumerable<string> WordsOf(ContactNumber number)
    {
        if (ContactText.Digits(number.Text) is { } written)
        {
            yield return written;
        }

        if (number.E164 is { Length: > 4 } e164)
        {
            yield return e164[1..];
            yield return e164[(1 + CallingCode(e164.AsSpan(1)))..];
        }
    }

    /// <summary>Digits of the country's code. ITU-T E.164, list of assigned codes: zones 1 and 7 have one digit, some countries two, all others three.</summary>
    private static int CallingCode(ReadOnlySpan<char> digits) => digits[0] is '1' or '7' ? 1 : digits[..2] switch
    {
        "20" or "27" or "28" or "30" or "31" or "32" or "33" or "34" or "36" or "39" or "40" or "41" or "43" or "44" or "45" or "46" or "47" or "48" or "49" => 2,
        "51" or "52" or "53" or "54" or "55" or "56" or "57" or "58" or "60" or "61" or "62" or "63" or "64" or "65" or "66" => 2,
        "81" or "82" or "83" or "84" or "86" or "89" or "90" or "91" or "92" or "93" or "94" or "95" or "98" => 2,
        _ => 3,
    };
}
