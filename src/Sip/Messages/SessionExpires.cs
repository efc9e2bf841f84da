namespace RtcCluster.Sip.Messages;

/// <summary>Session-Expires = delta-seconds *( ";" parameter ); Min-SE has the same form. RFC 4028 §4, §5.</summary>
public readonly ref struct SessionExpires
{
    /// <summary>The interval in seconds, at most <see cref="DeltaSeconds.Max"/>.</summary>
    public long Seconds { get; private init; }

    /// <summary>Who refreshes.</summary>
    public SessionRefresher Refresher { get; private init; }

    /// <summary>All parameters.</summary>
    public SipParameters Parameters { get; private init; }

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SessionExpires expires)
    {
        expires = default;
        var semicolon = text.IndexOf((byte)';');
        var parameters = new SipParameters(semicolon < 0 ? default : text[semicolon..]);
        if (!DeltaSeconds.TryParse(semicolon < 0 ? text : text[..semicolon], out var seconds) || !parameters.IsWellFormed)
        {
            return false;
        }

        parameters.TryGet("refresher"u8, out var who);
        expires = new SessionExpires
        {
            Seconds = seconds,
            Refresher = SipGrammar.Same(who, "uac"u8) ? SessionRefresher.Uac
                : SipGrammar.Same(who, "uas"u8) ? SessionRefresher.Uas : SessionRefresher.None,
            Parameters = parameters,
        };
        return true;
    }
}
