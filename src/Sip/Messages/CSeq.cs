namespace RtcCluster.Sip.Messages;

/// <summary>CSeq = 1*DIGIT LWS Method. RFC 3261 §20.16.</summary>
public readonly ref struct CSeq
{
    /// <summary>The largest number allowed: less than 2^31 (RFC 3261 §8.1.1.5).</summary>
    public const uint MaxNumber = int.MaxValue;

    /// <summary>The sequence number, 0 to <see cref="MaxNumber"/>.</summary>
    public uint Number { get; private init; }

    /// <summary>The method's token.</summary>
    public ReadOnlySpan<byte> MethodToken { get; private init; }

    /// <summary>The method.</summary>
    public SipMethod Method => SipMethods.Read(MethodToken);

    /// <summary>Reads the value. False when it is malformed or the number too large.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out CSeq cseq)
    {
        cseq = default;
        text = SipGrammar.Trim(text);
        var end = text.IndexOfAny((byte)' ', (byte)'\t');
        if (end < 0 || !SipGrammar.TryReadNumber(text[..end], MaxNumber, out var number))
        {
            return false;
        }

        var method = SipGrammar.TrimStart(text[end..]);
        cseq = new CSeq { Number = (uint)number, MethodToken = method };
        return SipGrammar.IsToken(method);
    }
}
