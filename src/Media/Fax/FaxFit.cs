namespace RtcCluster.Media.Fax;

/// <summary>Brings a page of a scanner or a printer to what fax machines have: 1,728 dots of A4, at 204 by 196 an inch.</summary>
public static class FaxFit
{
    private const double Slack = 0.06;
    private static readonly int[] Widths = [FaxPage.A4Width, 2048, 2432];
    private static readonly double[] Rows = [98, FaxPage.FineRowsPerInch, 391];

    /// <summary>Whether the pages as they can be sent are within bounds: a page that is as wide as a dot becomes as long as a street.</summary>
    public static bool Fits(IReadOnlyList<FaxPage> pages, FaxLimits limits)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(limits);
        return pages.All(page => RowsOf(page) <= limits.Height) && pages.Sum(page => RowsOf(page) * FaxPage.A4Width) <= limits.Dots;
    }

    /// <summary>Rows of the page as it can be sent.</summary>
    public static long RowsOf(FaxPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return IsFax(page) ? page.Height : Math.Max(1, (long)Math.Round(page.Height / Scales(page).Row));
    }

    /// <summary>The page as it can be sent: itself where it is a fax already.</summary>
    /// <remarks>Whoever takes the page of strangers asks <see cref="Fits"/> before. A dot that is made of several is black when one of them is: thin lines stay.</remarks>
    public static FaxPage ToFax(FaxPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (IsFax(page))
        {
            return page;
        }

        var (width, scale, rowScale) = Scales(page);
        var height = checked((int)RowsOf(page));
        var left = (FaxPage.A4Width - width) / 2;
        const int Stride = FaxPage.A4Width / 8;
        var bits = new byte[Stride * height];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Span(y, rowScale, page.Height);
            for (var x = 0; x < width; x++)
            {
                var (first, last) = Span(x, scale, page.Width);
                if (HasBlack(page, first, last, top, bottom))
                {
                    bits[(y * Stride) + ((left + x) >> 3)] |= (byte)(0x80 >> ((left + x) & 7));
                }
            }
        }

        return new FaxPage(FaxPage.A4Width, height, FaxPage.FaxDotsPerInch, FaxPage.FineRowsPerInch, bits);
    }

    private static bool IsFax(FaxPage page) =>
        Widths.Contains(page.Width) && IsNear(page.DotsPerInch, FaxPage.FaxDotsPerInch) && Rows.Any(rows => IsNear(page.RowsPerInch, rows));

    // The paper's width is what it says, or as much as A4 where that is wider.
    private static (int Width, double Dot, double Row) Scales(FaxPage page)
    {
        var inches = Math.Min(page.Width / page.DotsPerInch, FaxPage.A4Width / FaxPage.FaxDotsPerInch);
        var width = Math.Clamp((int)Math.Round(inches * FaxPage.FaxDotsPerInch), 1, FaxPage.A4Width);
        var scale = (double)page.Width / width;
        return (width, scale, scale * (page.RowsPerInch / page.DotsPerInch) * (FaxPage.FaxDotsPerInch / FaxPage.FineRowsPerInch));
    }

    private static bool IsNear(double value, double wanted) => Math.Abs(value - wanted) <= wanted * Slack;

    private static (int First, int End) Span(int at, double scale, int room)
    {
        var first = Math.Min((int)(at * scale), room - 1);
        return (first, Math.Clamp((int)((at + 1) * scale), first + 1, room));
    }

    private static bool HasBlack(FaxPage page, int first, int end, int top, int bottom)
    {
        for (var y = top; y < bottom; y++)
        {
            for (var x = first; x < end; x++)
            {
                if (page.IsBlack(x, y))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
