namespace RtcCluster.Media.Sdp;

/// <summary>The arithmetic of directions.</summary>
public static class MediaDirections
{
    /// <summary>The same flow seen from the other side: sendonly becomes recvonly.</summary>
    public static MediaDirection Reverse(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => MediaDirection.RecvOnly,
        MediaDirection.RecvOnly => MediaDirection.SendOnly,
        _ => direction,
    };

    /// <summary>Whether the speaker sends.</summary>
    public static bool Sends(this MediaDirection direction) => (direction & MediaDirection.SendOnly) != 0;

    /// <summary>Whether the speaker receives.</summary>
    public static bool Receives(this MediaDirection direction) => (direction & MediaDirection.RecvOnly) != 0;

    /// <summary>The attribute name of RFC 8866 §6.7.</summary>
    public static string AttributeName(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.RecvOnly => "recvonly",
        MediaDirection.SendRecv => "sendrecv",
        _ => "inactive",
    };

    /// <summary>Reads an attribute name; false when it is not a direction.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out MediaDirection direction)
    {
        (direction, var known) = name switch
        {
            "sendrecv" => (MediaDirection.SendRecv, true),
            "sendonly" => (MediaDirection.SendOnly, true),
            "recvonly" => (MediaDirection.RecvOnly, true),
            "inactive" => (MediaDirection.Inactive, true),
            _ => (MediaDirection.SendRecv, false),
        };
        return known;
    }
}
