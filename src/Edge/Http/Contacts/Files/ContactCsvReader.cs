using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Reads CSV as Google Contacts and Outlook write it, in English, with commas, semicolons or tabs between cells.</summary>
internal static class ContactCsvReader
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>The rows of a file; a file without a known column is one entry with the problem.</summary>
    public static IEnumerable<ImportedCard> Read(string text)
    {
        var plain = text.TrimStart('\uFEFF');
        ContactColumns? columns = null;
        foreach (var (line, cells) in CsvRows.Read(plain, Separator(plain)))
        {
            if (cells is null)
            {
                yield return new ImportedCard(line, null, "A cell of the line is too long, or its quotation marks do not end: nothing after it is read.");
            }
            else if (columns is not null)
            {
                yield return new ImportedCard(line, columns.Read(cells));
            }
            else if (ContactColumns.Of(cells) is { AreKnown: true } known)
            {
                columns = known;
            }
            else
            {
                yield return new ImportedCard(line, null, "No column of the first line is known: Name, First Name, Last Name, Phone 1 - Value, E-mail 1 - Value, Mobile Phone, E-mail Address and so on.");
                yield break;
            }
        }
    }

    /// <summary>The parts of a cell that holds several values, as Google writes them.</summary>
    public static IEnumerable<string> Values(string cell) => cell.Split(":::", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // What stands most often in the first line.
    private static char Separator(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var head = end < 0 ? text : text[..end];
        return Separators.MaxBy(separator => head.Count(c => c == separator));
    }
}
