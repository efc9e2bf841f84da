namespace RtcCluster.Sip.Messages;

/// <summary>Privacy = priv-value *( ";" priv-value ). RFC 3323 §4.2.</summary>
public readonly ref struct Privacy
{
    private readonly ReadOnlySpan<byte> _text;

    /// <summary>The value as it stands in the message.</summary>
    public Privacy(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Whether a value such as <c>id</c>, <c>user</c>, <c>header</c>, <c>critical</c> is asked for. Commas, which some write, part too.</summary>
    public bool Has(ReadOnlySpan<byte> value)
    {
        var rest = _text;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)';', (byte)',');
            if (SipGrammar.Same(SipGrammar.Trim(end < 0 ? rest : rest[..end]), value))
            {
                return true;
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return false;
    }
}
