namespace RtcCluster.Media.Sdp;

/// <summary>A session description (RFC 8866) as read or to be written; what we do not know is kept.</summary>
public sealed class SdpSession
{
    /// <summary>The o= line.</summary>
    public required SdpOrigin Origin { get; set; }

    /// <summary>The s= line; "-" when there is nothing to say (RFC 8866 §5.3).</summary>
    public string Name { get; set; } = "-";

    /// <summary>The c= line of the whole session, when there is one.</summary>
    public SdpConnection? Connection { get; set; }

    /// <summary>Lines i, u, e, p, b, t, r, z, k and unknown ones, in order.</summary>
    public IList<SdpLine> Lines { get; } = [];

    /// <summary>The session's a= lines in order.</summary>
    public IList<SdpAttribute> Attributes { get; } = [];

    /// <summary>The m= sections in order; the order never changes within a session (RFC 3264 §8).</summary>
    public IList<SdpMedia> Media { get; } = [];

    /// <summary>Reads a description.</summary>
    /// <returns>Ok with the session, or the reason and null.</returns>
    public static SdpStatus TryRead(ReadOnlySpan<byte> text, SdpLimits limits, out SdpSession? session) =>
        SdpReader.TryRead(text, limits, out session);

    /// <summary>The value of the session's first attribute of that name; null when it is absent or has no value.</summary>
    public string? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>The description as the bytes of a message body.</summary>
    public byte[] ToBytes() => SdpWriter.Write(this);

    /// <summary>The direction that a section says, the session's default, or sendrecv (RFC 8866 §6.7).</summary>
    public MediaDirection DirectionOf(SdpMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return TryDirection(media.Attributes, out var direction) || TryDirection(Attributes, out direction)
            ? direction
            : MediaDirection.SendRecv;
    }

    private static bool TryDirection(IList<SdpAttribute> attributes, out MediaDirection direction)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Value is null && MediaDirections.TryParse(attribute.Name, out direction))
            {
                return true;
            }
        }

        direction = MediaDirection.SendRecv;
        return false;
    }
}
