using System.Globalization;
using System.Text;
using RtcCluster.Edge.Http.Reports;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Contacts as a file, written while they are read.</summary>
internal sealed class ContactExport(ContactFileFormat format, IAsyncEnumerable<Contact> contacts) : IResult
{
    private const int WriteAt = 16 * 1024;

    // A file has the columns before it has the rows.
    private const int Numbers = 4;

    private static readonly CsvFormat Csv = new(',', Bom: true);

    private static readonly string[] Head =
    [
        "Name", "First Name", "Last Name", "Organization Name", "Organization Title", "Notes", "Labels",
        .. Columns("E-mail"), .. Columns("Phone"),
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = format == ContactFileFormat.Csv ? "text/csv; charset=utf-8; header=present" : "text/vcard; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"contacts.{(format == ContactFileFormat.Csv ? "csv" : "vcf")}\"";
        response.Headers.CacheControl = "no-store";
        var text = new StringBuilder(format == ContactFileFormat.Csv ? "\uFEFF" : "");
        if (format == ContactFileFormat.Csv)
        {
            Csv.Line(text, Head);
        }

        await foreach (var contact in contacts.WithCancellation(ct))
        {
            Write(text, contact.Card, format);
            if (text.Length >= WriteAt)
            {
                await response.WriteAsync(text.ToString(), Encoding.UTF8, ct);
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), Encoding.UTF8, ct);
    }

    /// <summary>Writes one contact.</summary>
    public static void Write(StringBuilder text, ContactCard card, ContactFileFormat format)
    {
        if (format != ContactFileFormat.Csv)
        {
            VCardWriter.Write(text, card, format == ContactFileFormat.VCard4);
            return;
        }

        Csv.Line(text,
        [
            card.Name, card.GivenName, card.FamilyName, card.Organization, card.Title, card.Notes, string.Join(" ::: ", card.Groups),
            .. Cells([.. card.Emails.Select(static email => (email.Label, email.Address))]),
            .. Cells([.. card.Numbers.Select(static number => (number.Label, number.Text))]),
        ]);
    }

    /// <summary>The first line of CSV.</summary>
    public static void WriteHead(StringBuilder text) => Csv.Line(text, Head);

    private static IEnumerable<string> Columns(string kind) =>
        Enumerable.Range(1, Numbers).SelectMany(number => new[] { string.Create(CultureInfo.InvariantCulture, $"{kind} {number} - Label"), string.Create(CultureInfo.InvariantCulture, $"{kind} {number} - Value") });

    // What has no column of its own stands in the last one, as Google writes it.
    private static IEnumerable<object?> Cells(List<(string Label, string Value)> values)
    {
        for (var i = 0; i < Numbers; i++)
        {
            yield return i < values.Count ? values[i].Label : null;
            yield return i < Numbers - 1
                ? i < values.Count ? values[i].Value : null
                : string.Join(" ::: ", values.Skip(i).Select(static value => value.Value));
        }
    }
}
