using System.Globalization;
using System.Net;
using System.Text;

namespace RtcCluster.Load.Runner.Figures;

/// <summary>Values over time as a picture that stands in a page without anything else.</summary>
internal static class SvgPlot
{
    private const int Width = 720;
    private const int Height = 180;
    private const int Left = 56;
    private const int Bottom = 24;
    private const int Top = 26;
    private const int Right = 8;

    /// <summary>Draws a line.</summary>
    /// <param name="title">What it is, with its unit.</param>
    /// <param name="points">Seconds and values.</param>
    /// <param name="least">What the axis reaches down to at least.</param>
    /// <param name="most">What it reaches up to at least.</param>
    public static string Draw(string title, IReadOnlyList<(double At, double Value)> points, double least = 0, double most = 1e-9)
    {
        var culture = CultureInfo.InvariantCulture;
        var (low, high) = (Math.Min(least, points.Count == 0 ? least : points.Min(static point => point.Value)), Math.Max(most, points.Count == 0 ? most : points.Max(static point => point.Value)));
        high = high <= low ? low + 1 : high;
        var last = Math.Max(1, points.Count == 0 ? 1 : points.Max(static point => point.At));
        double X(double at) => Left + (at / last * (Width - Left - Right));
        double Y(double value) => Height - Bottom - ((value - low) / (high - low) * (Height - Bottom - Top));
        var text = new StringBuilder();
        text.Append(culture, $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\"><text x=\"{Left}\" y=\"16\" class=\"title\">{WebUtility.HtmlEncode(title)}</text>");
        foreach (var share in new[] { 0, 0.5, 1 })
        {
            var value = low + (share * (high - low));
            text.Append(culture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.#}\" y2=\"{Y(value):0.#}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\" class=\"scale\">{value:0.##}</text>");
            text.Append(culture, $"<text x=\"{X(share * last):0.#}\" y=\"{Height - 6}\" class=\"time\"{(share == 1 ? " style=\"text-anchor:end\"" : "")}>{share * last:0} s</text>");
        }

        text.Append("<polyline class=\"line\" points=\"");
        foreach (var (at, value) in points)
        {
            text.Append(culture, $"{X(at):0.#},{Y(value):0.#} ");
        }

        return text.Append("\"/></svg>").ToString();
    }
}
