namespace RtcCluster.Contracts.Media;

/// <summary>Where the session description of a signalling command comes from; opaque to grains.</summary>
/// <remarks>
/// The anchor writes every description. When the anchor and the signalling edge are one process the description does not travel through the
/// call grain: <see cref="Local"/> tells the edge to take what its own media leg produced earlier in the same batch.
/// </remarks>
[GenerateSerializer, Immutable, Alias("rtc.SdpBody")]
public readonly record struct SdpBody
{
    private SdpBody(SdpOrigin origin, string? text)
    {
        Origin = origin;
        Text = text;
    }

    /// <summary>No description at all (for example a plain 180).</summary>
    public static SdpBody None => default;

    /// <summary>The description that the receiving edge's own media leg made last.</summary>
    public static SdpBody Local => new(SdpOrigin.Local, null);

    /// <summary>How the edge finds the text.</summary>
    [Id(0)]
    public SdpOrigin Origin { get; init; }

    /// <summary>The description when <see cref="Origin"/> is <see cref="SdpOrigin.Text"/>.</summary>
    [Id(1)]
    public string? Text { get; init; }

    /// <summary>A description that another edge made.</summary>
    public static SdpBody Of(string text) => new(SdpOrigin.Text, text);
}

/// <summary>How an <see cref="SdpBody"/> is found.</summary>
[GenerateSerializer, Alias("rtc.SdpOrigin")]
public enum SdpOrigin
{
    /// <summary>The message has no body.</summary>
    None = 0,

    /// <summary>The media leg of the same edge holds it.</summary>
    Local = 1,

    /// <summary>It is carried as text.</summary>
    Text = 2,
}
