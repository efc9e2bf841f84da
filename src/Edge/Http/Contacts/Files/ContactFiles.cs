using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Reads a file of contacts, whichever of the formats it has.</summary>
internal static class ContactFiles
{
    /// <summary>Bytes of the largest file.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Entries of the longest file.</summary>
    public const int MaxEntries = 50_000;

    /// <summary>The entries of a file, one after the other; what cannot be read is an entry with its problem.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="country">The country that numbers without a country's code are of.</param>
    public static IEnumerable<ImportedCard> Read(string text, string country)
    {
        var trimmed = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        var isVCard = trimmed.StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase);
        return (isVCard ? VCardReader.Read(text) : ContactCsvReader.Read(text)).Select(entry => entry.Card is null ? entry : entry with { Card = WithE164(entry.Card, country) });
    }

    private static ContactCard WithE164(ContactCard card, string country) =>
        card with { Numbers = [.. card.Numbers.Select(number => number with { E164 = PhoneNumberText.ToE164(number.Text, country) })] };
}
