namespace RtcCluster.Media.Fax;

/// <summary>How a fax session ended.</summary>
/// <param name="Code">0 when the whole document has passed, else why not, by the number that the library has for it.</param>
/// <param name="Text">The same in words (English), for a log and an expert.</param>
/// <param name="Station">What the other machine calls itself; empty when it did not say.</param>
/// <param name="Pages">Pages that have passed and were confirmed.</param>
/// <param name="BitRate">Bits per second of the pages.</param>
/// <param name="CorrectedErrors">Whether errors were corrected.</param>
public sealed record FaxResult(int Code, string Text, string Station, int Pages, int BitRate, bool CorrectedErrors)
{
    /// <summary>The longest session is over.</summary>
    public const int TooLong = 1001;

    /// <summary>More was received than is kept.</summary>
    public const int TooLarge = 1002;

    /// <summary>There is no machine, or nothing that it could send.</summary>
    public const int NoMachine = 1003;

    /// <summary>Whether the whole document has passed.</summary>
    public bool IsComplete => Code == 0;
}
