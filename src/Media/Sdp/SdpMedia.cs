namespace RtcCluster.Media.Sdp;

/// <summary>One m= line and all that follows it (RFC 8866 §5.14).</summary>
public sealed class SdpMedia
{
    /// <summary>audio, video, image, application …</summary>
    public required string Kind { get; init; }

    /// <summary>The RTP port; 0 means refused or ended (RFC 3264 §6).</summary>
    public int Port { get; set; }

    /// <summary>The number of ports after the slash, or 1.</summary>
    public int PortCount { get; init; } = 1;

    /// <summary>RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF, udptl …</summary>
    public required string Protocol { get; init; }

    /// <summary>The formats in their order of preference; payload types for RTP.</summary>
    public IList<string> Formats { get; } = [];

    /// <summary>This section's c= line, when it has one.</summary>
    public SdpConnection? Connection { get; set; }

    /// <summary>Lines i, b, k and unknown ones, in order.</summary>
    public IList<SdpLine> Lines { get; } = [];

    /// <summary>The a= lines in order.</summary>
    public IList<SdpAttribute> Attributes { get; } = [];

    /// <summary>The value of the first attribute of that name; null when it is absent or has no value.</summary>
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

    /// <summary>Whether an attribute of that name is present.</summary>
    public bool HasAttribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
