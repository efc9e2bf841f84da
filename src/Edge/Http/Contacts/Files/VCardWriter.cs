using System.Text;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Writes vCards.</summary>
internal static class VCardWriter
{
    // RFC 6350 §3.2: 75 octets without the line break.
    private const int LongestLine = 75;

    /// <summary>Writes a card.</summary>
    public static void Write(StringBuilder file, ContactCard card, bool isVersion4)
    {
        Line(file, "BEGIN:VCARD");
        Line(file, isVersion4 ? "VERSION:4.0" : "VERSION:3.0");
        Line(file, $"FN:{VCardText.Escaped(card.Name)}");
        Line(file, $"N:{VCardText.Escaped(card.FamilyName)};{VCardText.Escaped(card.GivenName)};;;");
        Line(file, "ORG:", card.Organization);
        Line(file, "TITLE:", card.Title);
        foreach (var number in card.Numbers)
        {
            Line(file, $"TEL{Type(number.Label)}:{VCardText.Escaped(number.Text)}");
        }

        foreach (var email in card.Emails)
        {
            Line(file, $"EMAIL{Type(email.Label)}:{VCardText.Escaped(email.Address)}");
        }

        if (card.Groups.Count > 0)
        {
            Line(file, $"CATEGORIES:{string.Join(',', card.Groups.Select(VCardText.Escaped))}");
        }

        Line(file, "NOTE:", card.Notes);
        Line(file, "END:VCARD");
    }

    private static void Line(StringBuilder file, string property, string text)
    {
        if (text.Length > 0)
        {
            Line(file, property + VCardText.Escaped(text));
        }
    }

    private static void Line(StringBuilder file, string content)
    {
        var octets = 0;
        foreach (var rune in content.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            if (octets > LongestLine)
            {
                file.Append("\r\n ");
                octets = 1 + rune.Utf8SequenceLength;
            }

            file.Append(rune);
        }

        file.Append("\r\n");
    }

    // A label is free text for us; what is no token would end the parameter.
    private static string Type(string label)
    {
        var token = new string([.. label.Where(static c => char.IsAsciiLetterOrDigit(c) || c == '-')]);
        return token.Length > 0 ? $";TYPE={token}" : "";
    }
}
