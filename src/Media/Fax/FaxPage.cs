namespace RtcCluster.Media.Fax;

/// <summary>A page in black and white.</summary>
/// <param name="Width">Dots of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="DotsPerInch">Dots per inch of a row; a fax has 204.</param>
/// <param name="RowsPerInch">Rows per inch: 98, 196 or 391 of a fax.</param>
/// <param name="Bits">The rows from the top, each padded to whole bytes; the highest bit is the leftmost dot, and 1 is black.</param>
public sealed record FaxPage(int Width, int Height, double DotsPerInch, double RowsPerInch, byte[] Bits)
{
    /// <summary>Dots per inch of a fax's rows: 8.04 a millimetre.</summary>
    public const double FaxDotsPerInch = 204;

    /// <summary>Rows per inch of a fax in fine resolution: 7.7 a millimetre.</summary>
    public const double FineRowsPerInch = 196;

    /// <summary>Dots of a row of A4.</summary>
    public const int A4Width = 1728;

    /// <summary>Bytes of a row.</summary>
    public int Stride => (Width + 7) / 8;

    /// <summary>Whether a dot is black.</summary>
    public bool IsBlack(int x, int y) => (Bits[(y * Stride) + (x >> 3)] & (0x80 >> (x & 7))) != 0;
}
