namespace RtcCluster.Sip.Messages;

/// <summary>RAck = response-num LWS CSeq-num LWS Method. RFC 3262 §7.2.</summary>
public readonly ref struct RAck
{
    /// <summary>The RSeq of the provisional response that is acknowledged.</summary>
    public uint ResponseNumber { get; private init; }

    /// <summary>The number of its CSeq.</summary>
    public uint CSeqNumber { get; private init; }

    /// <summary>The method of its CSeq, as written.</summary>
    public ReadOnlySpan<byte> MethodToken { get; private init; }

    /// <summary>The method of its CSeq.</summary>
    public SipMethod Method => SipMethods.Read(MethodToken);

    /// <summary>Reads the value. False when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out RAck rack)
    {
        rack = default;
        text = SipGrammar.Trim(text);
        var end = text.IndexOfAny((byte)' ', (byte)'\t');
        if (end < 0
            || !SipGrammar.TryReadNumber(text[..end], uint.MaxValue, out var number)
            || !CSeq.TryParse(text[end..], out var cseq))
        {
            return false;
        }

        rack = new RAck { ResponseNumber = (uint)number, CSeqNumber = cseq.Number, MethodToken = cseq.MethodToken };
        return true;
    }
}
