namespace RtcCluster.Media.Fax;

/// <summary>What a fax session tells.</summary>
public abstract record FaxEvent
{
    private FaxEvent()
    {
    }

    /// <summary>Pages were received and confirmed.</summary>
    /// <param name="Count">How many there are now.</param>
    /// <param name="Tiff">A file with all of them, the caller's own; to be read off the thread of the media.</param>
    public sealed record Pages(int Count, ReadOnlyMemory<byte> Tiff) : FaxEvent;

    /// <summary>A page was sent and confirmed.</summary>
    /// <param name="Count">How many there are now.</param>
    public sealed record Sent(int Count) : FaxEvent;

    /// <summary>The session is over; nothing comes after it.</summary>
    /// <param name="Result">How it went.</param>
    public sealed record Ended(FaxResult Result) : FaxEvent;
}
