using System.Text;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Reads the rows of CSV. RFC 4180, and what is written in its name: any line break, quotation marks within a cell that does not begin with one.</summary>
internal static class CsvRows
{
    private const int MostCells = 500;
    private const int LongestCell = 32_768;

    /// <summary>The rows with the line that each begins in; cells are null in the last one when a cell has no end or is too long.</summary>
    public static IEnumerable<(int Line, List<string>? Cells)> Read(string text, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, begin, i) = (1, 1, 0);
        while (i < text.Length)
        {
            if (text[i] == '"' && cell.Length == 0)
            {
                if (!TryQuoted(text, ref i, ref line, cell))
                {
                    yield return (begin, null);
                    yield break;
                }

                // What stands between the closing mark and the separator belongs to the cell, for those who forget to double their marks.
                continue;
            }

            var c = text[i++];
            if (c == separator)
            {
                Add();
            }
            else if (c is '\r' or '\n')
            {
                if (c == '\r' && i < text.Length && text[i] == '\n')
                {
                    i++;
                }

                Add();
                line++;
                if (cells.Exists(static one => one.Length > 0))
                {
                    yield return (begin, cells);
                }

                (cells, begin) = ([], line);
            }
            else if (cell.Length < LongestCell)
            {
                cell.Append(c);
            }
            else
            {
                yield return (begin, null);
                yield break;
            }
        }

        Add();
        if (cells.Exists(static one => one.Length > 0))
        {
            yield return (begin, cells);
        }

        void Add()
        {
            if (cells.Count < MostCells)
            {
                cells.Add(cell.ToString());
            }

            cell.Clear();
        }
    }

    // From the opening mark to behind the closing one.
    private static bool TryQuoted(string text, ref int i, ref int line, StringBuilder cell)
    {
        i++;
        while (i < text.Length && cell.Length <= LongestCell)
        {
            var c = text[i++];
            if (c == '"')
            {
                if (i >= text.Length || text[i] != '"')
                {
                    return true;
                }

                i++;
            }
            else if (c == '\n' || (c == '\r' && (i >= text.Length || text[i] != '\n')))
            {
                line++;
            }

            cell.Append(c);
        }

        return false;
    }
}
