namespace RtcCluster.Storage.Reports;

/// <summary>One interval while a report is made.</summary>
internal readonly record struct Slot(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Seconds of a time that lie in the interval.</summary>
    public double Share(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (from > Start ? from : Start, to < End ? to : End);
        return last > first ? (last - first).TotalSeconds : 0;
    }
}
