namespace RtcCluster.Sip.Messages;

/// <summary>One Contact value: an address, or <c>*</c> in a REGISTER that removes all bindings. RFC 3261 §20.10.</summary>
public readonly ref struct Contact
{
    /// <summary>True for <c>*</c>; everything else is then empty.</summary>
    public bool IsWildcard { get; private init; }

    /// <summary>The address with its name and parameters.</summary>
    public NameAddr Address { get; private init; }

    /// <summary>The URI taken apart.</summary>
    public SipUri Uri => Address.Uri;

    /// <summary>The contact's parameters: expires, q, +sip.instance, reg-id, ...</summary>
    public SipParameters Parameters => Address.Parameters;

    /// <summary>The expires parameter in seconds, at most 2^32-1; -1 when there is none or when it is malformed (RFC 3261 §10.2.1.1).</summary>
    public long Expires
        => Parameters.TryGet("expires"u8, out var value) && DeltaSeconds.TryParse(value, out var seconds) ? seconds : -1;

    /// <summary>The q parameter in thousandths, 0 to 1000; 1000 when there is none or when it is malformed.</summary>
    public int Quality => Parameters.TryGet("q"u8, out var value) && TryReadQuality(value, out var q) ? q : 1000;

    /// <summary>Reads one value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Contact contact)
    {
        contact = default;
        text = SipGrammar.Trim(text);
        if (text.SequenceEqual("*"u8))
        {
            contact = new Contact { IsWildcard = true };
            return true;
        }

        if (!NameAddr.TryParse(text, out var address))
        {
            return false;
        }

        contact = new Contact { Address = address };
        return true;
    }

    //   qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
    private static bool TryReadQuality(ReadOnlySpan<byte> text, out int thousandths)
    {
        thousandths = 0;
        if (text.IsEmpty || text.Length > 5 || text[0] is not ((byte)'0' or (byte)'1') || (text.Length > 1 && text[1] != (byte)'.'))
        {
            return false;
        }

        thousandths = (text[0] - '0') * 1000;
        var weight = 100;
        for (var i = 2; i < text.Length; i++, weight /= 10)
        {
            if (!char.IsAsciiDigit((char)text[i]))
            {
                return false;
            }

            thousandths += (text[i] - '0') * weight;
        }

        return thousandths <= 1000;
    }
}
