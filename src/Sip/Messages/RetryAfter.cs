namespace RtcCluster.Sip.Messages;

/// <summary>Retry-After = delta-seconds [ comment ] *( ";" parameter ). RFC 3261 §20.33.</summary>
public readonly ref struct RetryAfter
{
    /// <summary>How long to wait, in seconds, at most <see cref="DeltaSeconds.Max"/>.</summary>
    public long Seconds { get; private init; }

    /// <summary>The comment as written, with its parentheses; empty when there is none.</summary>
    public ReadOnlySpan<byte> Comment { get; private init; }

    /// <summary>How long the callee will then be there, in seconds; -1 when that is not said.</summary>
    public long Duration { get; private init; }

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out RetryAfter retryAfter)
    {
        retryAfter = default;
        text = SipGrammar.Trim(text);
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text : text[..end];
        var rest = SipGrammar.TrimStart(text[digits.Length..]);
        var comment = CommentLength(rest);
        var parameters = new SipParameters(rest[comment..]);
        if (!DeltaSeconds.TryParse(digits, out var seconds) || !parameters.IsWellFormed)
        {
            return false;
        }

        var duration = -1L;
        if (parameters.TryGet("duration"u8, out var value) && !DeltaSeconds.TryParse(value, out duration))
        {
            duration = -1;
        }

        retryAfter = new RetryAfter { Seconds = seconds, Comment = rest[..comment], Duration = duration };
        return true;
    }

    //   comment = "(" *( ctext / quoted-pair / comment ) ")"; comments nest
    private static int CommentLength(ReadOnlySpan<byte> text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')':
                    depth--;
                    break;
                case (byte)'\\':
                    i++;
                    break;
            }

            if (depth == 0)
            {
                return i < text.Length && text[i] == (byte)')' ? i + 1 : 0;
            }
        }

        return 0;
    }
}
