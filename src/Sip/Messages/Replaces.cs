namespace RtcCluster.Sip.Messages;

/// <summary>
/// A reference to a dialog: Replaces (RFC 3891 §6.1), Join (RFC 3911) with to-tag and from-tag, Target-Dialog (RFC 4538 §7) with
/// local-tag and remote-tag, all seen by who receives it.
/// </summary>
public readonly ref struct Replaces
{
    /// <summary>The dialog's Call-ID.</summary>
    public ReadOnlySpan<byte> CallId { get; private init; }

    /// <summary>The tag of the receiver's own side: to-tag or local-tag.</summary>
    public ReadOnlySpan<byte> LocalTag { get; private init; }

    /// <summary>The tag of the other side: from-tag or remote-tag.</summary>
    public ReadOnlySpan<byte> RemoteTag { get; private init; }

    /// <summary>True when only a call that is not yet answered may be replaced.</summary>
    public bool IsEarlyOnly { get; private init; }

    /// <summary>Reads the value. False when it is malformed or has not exactly one of each tag.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Replaces replaces)
    {
        replaces = default;
        text = SipGrammar.Trim(text);
        var semicolon = text.IndexOf((byte)';');
        if (semicolon < 1)
        {
            return false;
        }

        var callId = SipGrammar.TrimEnd(text[..semicolon]);
        ReadOnlySpan<byte> local = default;
        ReadOnlySpan<byte> remote = default;
        var count = 0;
        var early = false;
        var walk = new SipParameters(text[semicolon..]).GetEnumerator();
        while (walk.MoveNext())
        {
            var parameter = walk.Current;
            if (SipGrammar.Same(parameter.Name, "to-tag"u8) || SipGrammar.Same(parameter.Name, "local-tag"u8))
            {
                local = parameter.Value;
                count++;
            }
            else if (SipGrammar.Same(parameter.Name, "from-tag"u8) || SipGrammar.Same(parameter.Name, "remote-tag"u8))
            {
                remote = parameter.Value;
                count++;
            }
            else
            {
                early |= SipGrammar.Same(parameter.Name, "early-only"u8);
            }
        }

        replaces = new Replaces { CallId = callId, LocalTag = local, RemoteTag = remote, IsEarlyOnly = early };
        return !walk.IsBroken
            && count == 2
            && !local.IsEmpty
            && !remote.IsEmpty
            && callId.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;
    }
}
