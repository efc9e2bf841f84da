namespace RtcCluster.Edge.Prompts;

/// <summary>A piece of a prompt as it is heard, or why it is not.</summary>
/// <param name="Samples">8 kHz, 16-bit linear; never changed.</param>
/// <param name="Failure">What went wrong.</param>
internal readonly record struct PromptSound(ReadOnlyMemory<short> Samples, PromptFailure Failure)
{
    /// <summary>Samples of a millisecond.</summary>
    public const int PerMillisecond = 8;

    /// <summary>Samples of what may be repeated without end: half a second.</summary>
    public const int ShortestMusic = 500 * PerMillisecond;

    public static PromptSound Of(short[] samples) => new(samples, PromptFailure.None);

    public static PromptSound Failed(PromptFailure why) => new(default, why);
}
