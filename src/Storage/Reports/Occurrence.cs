namespace RtcCluster.Storage.Reports;

/// <summary>Something that a report tells of: it counts in the interval that it begins in, and lasts through as many as it does.</summary>
/// <typeparam name="TTally">What is added up.</typeparam>
/// <param name="Key">Whom it is told of: the queue or agent.</param>
/// <param name="Start">Its beginning.</param>
/// <param name="End">Its end.</param>
internal abstract record Occurrence<TTally>(string Key, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Adds what counts once.</summary>
    public virtual void Count(TTally tally)
    {
    }

    /// <summary>Adds what of it lies in an interval.</summary>
    public virtual void Share(TTally tally, Slot slot)
    {
    }
}
