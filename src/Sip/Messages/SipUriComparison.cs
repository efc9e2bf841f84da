namespace RtcCluster.Sip.Messages;

/// <summary>When two SIP URIs mean the same. RFC 3261 §19.1.4, RFC 3966 §5.</summary>
public static class SipUriComparison
{
    /// <summary>
    /// Whether two URIs are equivalent. User and password with case; host, parameters and schemes without; an escape equals the
    /// character it stands for unless that is a reserved one; a port that is written never equals one that is not.
    /// </summary>
    public static bool AreEqual(SipUri a, SipUri b)
    {
        if (a.Scheme != b.Scheme || !SipGrammar.Same(a.SchemeToken, b.SchemeToken))
        {
            return false;
        }

        return a.Scheme switch
        {
            SipUriScheme.Other => a.Opaque.SequenceEqual(b.Opaque),
            SipUriScheme.Tel => SameNumber(a.User, b.User) && SameTelParameters(a.Parameters, b.Parameters)
                && SameTelParameters(b.Parameters, a.Parameters),
            _ => Same(a.User, b.User, false)
                && Same(a.Password, b.Password, false)
                && SipGrammar.Same(a.Host, b.Host)
                && a.Port == b.Port
                && SameParameters(a.Parameters, b.Parameters)
                && SameParameters(b.Parameters, a.Parameters)
                && SameHeaders(a.Headers, b.Headers)
                && SameHeaders(b.Headers, a.Headers),
        };
    }

    private static bool SameParameters(SipParameters a, SipParameters b)
    {
        var place = 0;
        foreach (var parameter in a)
        {
            if (TryGetCounterpart(a, place++, parameter.Name, b, out var value) ? !Same(parameter.Value, value, true) : IsDecisive(parameter.Name))
            {
                return false;
            }
        }

        return true;
    }

    // The text names user, ttl, method and maddr; its examples add transport, because it can lead elsewhere.
    private static bool IsDecisive(ReadOnlySpan<byte> name)
        => SipGrammar.Same(name, "user"u8)
            || SipGrammar.Same(name, "ttl"u8)
            || SipGrammar.Same(name, "method"u8)
            || SipGrammar.Same(name, "maddr"u8)
            || SipGrammar.Same(name, "transport"u8);

    // Headers are never ignored; their order is.
    private static bool SameHeaders(SipParameters a, SipParameters b)
    {
        var place = 0;
        foreach (var header in a)
        {
            if (!TryGetCounterpart(a, place++, header.Name, b, out var value) || !Same(header.Value, value, false))
            {
                return false;
            }
        }

        return true;
    }

    // RFC 3966 §5: parameters are compared without case and must all be there, in any order.
    private static bool SameTelParameters(SipParameters a, SipParameters b)
    {
        var place = 0;
        foreach (var parameter in a)
        {
            if (!TryGetCounterpart(a, place++, parameter.Name, b, out var value))
            {
                return false;
            }

            var same = SipGrammar.Same(parameter.Name, "phone-context"u8)
                ? SameNumber(parameter.Value, value)
                : Same(parameter.Value, value, true);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    // A name must not occur twice (RFC 3261 §19.1.1), but it does, and headers may: the second is compared with the second. Were it compared
    // with the first, such a URI would not equal itself, and a registrar could not take its binding away.
    private static bool TryGetCounterpart(SipParameters own, int place, ReadOnlySpan<byte> name, SipParameters other, out ReadOnlySpan<byte> value)
    {
        var earlier = 0;
        foreach (var parameter in own)
        {
            if (place-- == 0)
            {
                break;
            }

            earlier += SipGrammar.Same(parameter.Name, name) ? 1 : 0;
        }

        foreach (var parameter in other)
        {
            if (SipGrammar.Same(parameter.Name, name) && earlier-- == 0)
            {
                value = parameter.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    // Visual separators of a telephone number mean nothing (RFC 3966 §3).
    private static bool SameNumber(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var i = 0;
        var j = 0;
        while (true)
        {
            while (i < a.Length && IsSeparator(a[i]))
            {
                i++;
            }

            while (j < b.Length && IsSeparator(b[j]))
            {
                j++;
            }

            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (Lower(a[i++]) != Lower(b[j++]))
            {
                return false;
            }
        }
    }

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool ignoreCase)
    {
        while (!a.IsEmpty && !b.IsEmpty)
        {
            a = a[SipEscape.Read(a, out var x, out var xEscaped)..];
            b = b[SipEscape.Read(b, out var y, out var yEscaped)..];
            if (xEscaped != yEscaped && IsReserved(x))
            {
                return false;
            }

            if (ignoreCase ? Lower(x) != Lower(y) : x != y)
            {
                return false;
            }
        }

        return a.IsEmpty && b.IsEmpty;
    }

    private static bool IsReserved(byte b) => ";/?:@&=+$,"u8.Contains(b);

    private static bool IsSeparator(byte b) => b is (byte)'-' or (byte)'.' or (byte)'(' or (byte)')';

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}
