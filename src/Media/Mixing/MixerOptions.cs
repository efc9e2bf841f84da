namespace RtcCluster.Media.Mixing;

/// <summary>What all mixers of an edge share.</summary>
public sealed record MixerOptions
{
    /// <summary>The defaults.</summary>
    public static MixerOptions Default { get; } = new();

    /// <summary>Bounds of the members' jitter buffers.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>What can be heard and spoken.</summary>
    public IFrameCodecs Codecs { get; init; } = FrameCodecs.Instance;
}
