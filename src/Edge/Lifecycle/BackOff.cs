namespace RtcCluster.Edge.Lifecycle;

/// <summary>Growing pauses between attempts.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">No pause is longer.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _next;

    /// <summary>The next pause: each is twice the one before.</summary>
    public TimeSpan Next()
    {
        var pause = _next == default ? first : _next;
        _next = pause * 2 < longest ? pause * 2 : longest;
        return pause;
    }

    /// <summary>An attempt succeeded.</summary>
    public void Reset() => _next = default;
}
