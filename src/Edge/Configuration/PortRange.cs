using System.Globalization;

namespace RtcCluster.Edge.Configuration;

/// <summary>A range of ports, both ends included.</summary>
/// <param name="First">First port.</param>
/// <param name="Last">Last port.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>How many even/odd pairs the range holds; RTP takes the even port and RTCP the next one (RFC 3550 §11).</summary>
    public int Pairs => Math.Max(0, (Last - FirstEven + 1) / 2);

    /// <summary>The first port that RTP can take.</summary>
    public int FirstEven => First + (First & 1);

    /// <summary>Reads <c>20100-29999</c>; false for anything else, for ports out of 1 to 65,535 and for a range that is turned round.</summary>
    public static bool TryParse(string text, out PortRange range)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        range = default;
        if (dash <= 0
            || !ushort.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !ushort.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || first == 0 || last < first)
        {
            return false;
        }

        range = new PortRange(first, last);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
