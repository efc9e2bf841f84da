namespace RtcCluster.Media.Mixing;

/// <summary>Bounds of a jitter buffer.</summary>
public sealed record JitterBufferOptions
{
    /// <summary>The defaults.</summary>
    public static JitterBufferOptions Default { get; } = new();

    /// <summary>The least delay: one frame, because a frame is due when the clock says so and not when its packet comes.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The delay that a new source begins with.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The most delay: beyond it people talk into each other's words, and losing a packet is the lesser evil.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A buffer that lags behind its wanted delay by more leaves sound out at once instead of catching up little by little.</summary>
    public TimeSpan MaxExcess { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>A hole of at most this is a loss to be made up for; a longer one is a pause, after which the talk begins anew.</summary>
    public TimeSpan MaxConcealed { get; init; } = TimeSpan.FromMilliseconds(120);
}
