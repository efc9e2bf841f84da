using System.Text;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Reads vCards of version 3.0 (RFC 2426) and 4.0 (RFC 6350). What it does not know it passes over; nothing makes it throw.</summary>
internal static class VCardReader
{
    private const int MostLines = 10_000;

    /// <summary>The cards of a file.</summary>
    public static IEnumerable<ImportedCard> Read(string text)
    {
        List<VCardLine>? card = null;
        var begin = 0;
        foreach (var (number, content) in Unfolded(text))
        {
            if (content.Equals("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase))
            {
                if (card is not null)
                {
                    yield return new ImportedCard(begin, null, "The card has no END:VCARD.");
                }

                (card, begin) = ([], number);
            }
            else if (content.Equals("END:VCARD", StringComparison.OrdinalIgnoreCase))
            {
                if (card is not null)
                {
                    yield return Card(begin, card);
                }

                card = null;
            }
            else if (card is { Count: < MostLines } && VCardLine.TryRead(content) is { } line)
            {
                card.Add(line);
            }
        }

        if (card is not null)
        {
            yield return new ImportedCard(begin, null, "The card has no END:VCARD.");
        }
    }

    private static ImportedCard Card(int begin, List<VCardLine> lines)
    {
        var version = lines.Find(static line => line.Name == "VERSION")?.Value.Trim();
        if (version is not ("3.0" or "4.0"))
        {
            return new ImportedCard(begin, null, $"The card is of version '{version}'; 3.0 and 4.0 are read.");
        }

        var name = Parts(lines, "N");
        return new ImportedCard(begin, new ContactCard
        {
            Name = Text(lines, "FN"),
            FamilyName = name.ElementAtOrDefault(0) ?? "",
            GivenName = $"{name.ElementAtOrDefault(1)} {name.ElementAtOrDefault(2)}".Trim(),
            Organization = string.Join(", ", Parts(lines, "ORG").Where(static part => part.Length > 0)),
            Title = Text(lines, "TITLE"),
            Notes = string.Join("\n\n", lines.Where(static line => line.Name == "NOTE").Select(static line => VCardText.Plain(line.Value))),
            Numbers = [.. lines.Where(static line => line.Name == "TEL").Select(static line => new ContactNumber(Number(line), null, line.Label))],
            Emails = [.. lines.Where(static line => line.Name == "EMAIL").Select(static line => new ContactEmail(Address(line), line.Label))],
            Groups = [.. lines.Where(static line => line.Name == "CATEGORIES").SelectMany(static line => VCardText.Split(line.Value, ','))],
        });
    }

    private static string Text(List<VCardLine> lines, string name) => lines.Find(line => line.Name == name) is { } line ? VCardText.Plain(line.Value) : "";

    private static List<string> Parts(List<VCardLine> lines, string name) => lines.Find(line => line.Name == name) is { } line ? VCardText.Split(line.Value, ';') : [];

    // RFC 6350 §6.4.1: tel:+57-300-123;ext=5 (RFC 3966), or text as in 3.0.
    private static string Number(VCardLine line)
    {
        var text = VCardText.Plain(line.Value);
        if (!text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var parts = text[4..].Split(';');
        return parts[0];
    }

    private static string Address(VCardLine line)
    {
        var text = VCardText.Plain(line.Value);
        return text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text[7..] : text;
    }

    // RFC 6350 §3.2: a line that begins with a blank goes on with the one before.
    private static IEnumerable<(int Number, string Content)> Unfolded(string text)
    {
        var content = new StringBuilder();
        var (number, begin) = (0, 0);
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                content.Append(line, 1, line.Length - 1);
                continue;
            }

            if (content.Length > 0)
            {
                yield return (begin, content.ToString().Trim('\uFEFF'));
            }

            content.Clear().Append(line);
            begin = number;
        }

        if (content.Length > 0)
        {
            yield return (begin, content.ToString().Trim('\uFEFF'));
        }
    }
}
