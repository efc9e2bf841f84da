using System.Globalization;
using System.Text;

namespace RtcCluster.Media.Fax;

/// <summary>Faxes as PDF files (ISO 32000-1): each page one picture in T.6, which PDF knows, at its size on paper.</summary>
public static class FaxPdf
{
    private const double PointsPerInch = 72;

    /// <summary>Writes a file of pages.</summary>
    /// <param name="pages">The pages; at least one.</param>
    public static byte[] Write(IReadOnlyList<FaxPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count);
        var file = new MemoryStream();
        var offsets = new List<long>();

        // Object 1 is the catalogue, 2 the pages; of page i the objects 3 + 3i are the page, what is drawn, and the picture.
        Text(file, "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        Begin("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        Begin(Invariant($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', Enumerable.Range(0, pages.Count).Select(i => Invariant($"{3 + (3 * i)} 0 R")))}] >>\nendobj\n"));
        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            var number = 3 + (3 * i);
            var (width, height) = (page.Width / page.DotsPerInch * PointsPerInch, page.Height / page.RowsPerInch * PointsPerInch);
            Begin(Invariant($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:F2} {height:F2}] /Contents {number + 1} 0 R /Resources << /XObject << /F {number + 2} 0 R >> >> >>\nendobj\n"));
            var drawing = Invariant($"q {width:F2} 0 0 {height:F2} 0 0 cm /F Do Q");
            Begin(Invariant($"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream\nendobj\n"));
            var picture = FaxTiff.Encode(page);
            Begin(Invariant($"<< /Type /XObject /Subtype /Image /Width {page.Width} /Height {page.Height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode ")
                + Invariant($"/DecodeParms << /K -1 /Columns {page.Width} /Rows {page.Height} >> /Length {picture.Length} >>\nstream\n"));
            file.Write(picture);
            Text(file, "\nendstream\nendobj\n");
        }

        var table = file.Length;
        Text(file, Invariant($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        foreach (var offset in offsets)
        {
            Text(file, Invariant($"{offset:D10} 00000 n \n"));
        }

        Text(file, Invariant($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();

        void Begin(string text)
        {
            offsets.Add(file.Length);
            Text(file, Invariant($"{offsets.Count} 0 obj\n{text}"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Text(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
