using System.Globalization;
using System.Text;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>How cells and lines of CSV are written. RFC 4180.</summary>
/// <param name="Separator">What stands between cells: spreadsheet programs of countries with a decimal comma expect a semicolon.</param>
/// <param name="Bom">Whether the file begins with a byte order mark.</param>
internal sealed record CsvFormat(char Separator, bool Bom)
{
    // A spreadsheet program takes a cell that begins so for a formula, whoever has written it: names come from the wire.
    private const string Formula = "=+-@\t\r";

    /// <summary>Writes a line.</summary>
    public void Line(StringBuilder line, IEnumerable<object?> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
            {
                line.Append(Separator);
            }

            first = false;
            Cell(line, cell);
        }

        line.Append("\r\n");
    }

    private void Cell(StringBuilder line, object? cell)
    {
        switch (cell)
        {
            case null:
                break;
            case string text:
                Text(line, Guarded(text));
                break;
            case bool flag:
                line.Append(flag ? "true" : "false");
                break;
            case double number:
                line.Append(Math.Round(number, 3).ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset at:
                line.Append(at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
                break;
            case IFormattable formattable:
                line.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                Text(line, Guarded(cell.ToString() ?? ""));
                break;
        }
    }

    private void Text(StringBuilder line, string text)
    {
        if (!text.Contains(Separator, StringComparison.Ordinal) && text.AsSpan().IndexOfAny("\"\r\n") < 0)
        {
            line.Append(text);
            return;
        }

        line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    // The telephone number +573001234567 is a number to them and stays as it is.
    private static string Guarded(string text) =>
        text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) && !IsNumber(text) ? "'" + text : text;

    private static bool IsNumber(string text) => text.Length > 1 && text[0] is '+' or '-' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
