namespace RtcCluster.Media.Fax;

/// <summary>What is taken of a file: a file of some kilobytes may say that it is as large as a house.</summary>
public sealed record FaxLimits
{
    /// <summary>The defaults.</summary>
    public static FaxLimits Default { get; } = new();

    /// <summary>Bytes of the file.</summary>
    public int Bytes { get; init; } = 32 << 20;

    /// <summary>Pages.</summary>
    public int Pages { get; init; } = 200;

    /// <summary>Dots of a row: A3 has 2,432 as a fax, 9,921 at 600 dots an inch.</summary>
    public int Width { get; init; } = 10_000;

    /// <summary>Rows of a page: a metre of fax in fine resolution is 7,700.</summary>
    public int Height { get; init; } = 16_000;

    /// <summary>Dots of all pages together: 250 of A4 in fine resolution, which take 128 MB.</summary>
    public long Dots { get; init; } = 1L << 30;
}
