namespace RtcCluster.Sip.Messages;

/// <summary>Refer-To: where the receiver shall go, maybe with a call to replace there. RFC 3515 §2.1, RFC 5589 §7.</summary>
public readonly ref struct ReferTo
{
    /// <summary>The address with its name and parameters.</summary>
    public NameAddr Address { get; private init; }

    /// <summary>The target taken apart.</summary>
    public SipUri Uri => Address.Uri;

    /// <summary>The method to use there: INVITE unless the URI says another.</summary>
    public SipMethod Method => Uri.Parameters.TryGet("method"u8, out var method) ? SipMethods.Read(method) : SipMethod.Invite;

    /// <summary>True when the URI carries a Replaces header: an attended transfer.</summary>
    public bool HasReplaces => Uri.Headers.Has("Replaces"u8);

    /// <summary>Takes the escapes off the Replaces header in the URI and reads it.</summary>
    /// <param name="scratch">Where the text goes; as long as the URI is always enough.</param>
    /// <param name="replaces">The dialog to replace, over <paramref name="scratch"/>.</param>
    /// <returns>False when there is none, when it is malformed, or when <paramref name="scratch"/> is too short.</returns>
    public bool TryGetReplaces(Span<byte> scratch, out Replaces replaces)
    {
        replaces = default;
        return Uri.Headers.TryGet("Replaces"u8, out var escaped)
            && SipEscape.TryUnescape(escaped, scratch, out var length)
            && Replaces.TryParse(scratch[..length], out replaces);
    }

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ReferTo referTo)
    {
        referTo = default;
        if (!NameAddr.TryParse(text, out var address))
        {
            return false;
        }

        referTo = new ReferTo { Address = address };
        return true;
    }
}
