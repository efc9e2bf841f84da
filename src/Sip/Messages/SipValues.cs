namespace RtcCluster.Sip.Messages;

/// <summary>All values of one header: over its lines, and within a line over the commas where the grammar has a list. No copy.</summary>
/// <remarks>Commas in quoted strings and in angle brackets part nothing. Empty elements between commas are skipped.</remarks>
public readonly ref struct SipValues
{
    private readonly SipMessage _message;
    private readonly SipHeader _header;

    internal SipValues(SipMessage message, SipHeader header)
    {
        _message = message;
        _header = header;
    }

    /// <summary>The number of values.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var unused in this)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Whether a token is among the values, without regard to case: an option tag in Supported, a method in Allow.</summary>
    public bool Contains(ReadOnlySpan<byte> token)
    {
        foreach (var value in this)
        {
            if (SipGrammar.Same(value, token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks the values in their order.</summary>
    public Enumerator GetEnumerator() => new(_message, _header);

    /// <summary>The walk over the values.</summary>
    public ref struct Enumerator
    {
        private readonly SipMessage _message;
        private readonly bool _isList;
        private ReadOnlySpan<byte> _line;
        private int _next;

        internal Enumerator(SipMessage message, SipHeader header)
        {
            _message = message;
            _isList = SipHeaders.IsList(header);
            _next = message.FirstLine(header);
        }

        /// <summary>The value the walk stands at, without white space around it.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                if (_line.IsEmpty)
                {
                    if (_next < 0)
                    {
                        return false;
                    }

                    _line = _message.LineValue(_next);
                    _next = _message.NextLine(_next);
                }

                var end = _isList ? ValueLength(_line) : _line.Length;
                Current = SipGrammar.Trim(_line[..end]);
                _line = end < _line.Length ? _line[(end + 1)..] : default;
                if (!Current.IsEmpty)
                {
                    return true;
                }
            }
        }
    }

    /// <summary>The bytes up to the first comma outside quotes and angle brackets.</summary>
    internal static int ValueLength(ReadOnlySpan<byte> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            var hit = text[i..].IndexOfAny((byte)',', (byte)'"', (byte)'<');
            if (hit < 0)
            {
                return text.Length;
            }

            i += hit;
            if (text[i] == (byte)',')
            {
                return i;
            }

            // An unclosed quote or bracket swallows the rest of the line, which the value's own parser then refuses.
            var skip = text[i] == (byte)'"' ? SipGrammar.QuotedLength(text[i..]) : text[i..].IndexOf((byte)'>') + 1;
            if (skip == 0)
            {
                return text.Length;
            }

            i += skip;
        }

        return text.Length;
    }
}
