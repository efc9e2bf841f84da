namespace RtcCluster.Sip.Messages;

/// <summary>Whether a text is an IP address. RFC 4291 §2.2, without zone.</summary>
internal static class IPv6Text
{
    /// <summary>Four decimal numbers up to 255.</summary>
    internal static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 15)
        {
            return false;
        }

        for (var part = 0; part < 4; part++)
        {
            var dot = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (dot is < 1 or > 3 || !SipGrammar.TryReadNumber(text[..dot], 255, out _))
            {
                return false;
            }

            text = part < 3 ? text[(dot + 1)..] : default;
        }

        return true;
    }

    /// <summary>Eight groups, or fewer around one "::"; the last two groups may be an IPv4 address.</summary>
    /// <remarks>
    /// The grammar of RFC 3261 wrote three colons before an IPv4 tail where two were meant; RFC 5118 §4.10 asks receivers to take
    /// both, so ":::" is read as "::" there and only there.
    /// </remarks>
    internal static bool IsValid(ReadOnlySpan<byte> text)
    {
        var groups = 0;
        var gap = false;
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == (byte)':')
            {
                if (!TryReadColons(text, ref i, ref gap, groups))
                {
                    return false;
                }

                continue;
            }

            var end = text[i..].IndexOf((byte)':');
            var part = end < 0 ? text[i..] : text.Slice(i, end);
            if (end < 0 && IsIPv4(part))
            {
                groups += 2;
            }
            else if (part.Length > 4 || !IsHex(part))
            {
                return false;
            }
            else
            {
                groups++;
            }

            i += part.Length;
        }

        return gap ? groups < 8 : groups == 8;
    }

    private static bool TryReadColons(ReadOnlySpan<byte> text, ref int i, ref bool gap, int groups)
    {
        var colons = 1;
        while (i + colons < text.Length && text[i + colons] == (byte)':')
        {
            colons++;
        }

        i += colons;
        if (colons == 1)
        {
            return groups > 0 && i < text.Length;
        }

        if (gap || colons > 3 || (colons == 3 && !IsIPv4(text[i..])))
        {
            return false;
        }

        gap = true;
        return true;
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
