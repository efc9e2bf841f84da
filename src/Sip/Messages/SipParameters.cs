using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>The parameters of a header value or URI, read where they stand, one at a time.</summary>
/// <remarks><c>generic-param = token [ EQUAL gen-value ]</c>, RFC 3261 §25.1. Quoted values may hold the separator.</remarks>
public readonly ref struct SipParameters
{
    // Printable ASCII that neither quotes nor ends a value; wider than token, because hosts, URIs and careless peers stand here too.
    private static readonly SearchValues<byte> ValueBytes = SearchValues.Create(
        "!#$%&'()*+-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>
    /// More than this many make a value malformed. The busiest of RFC 4475 has three; comparing two URIs looks each parameter of one up in
    /// the other, so without a bound 32 kB of ";a" would buy an attacker a hundred million steps.
    /// </summary>
    private const int MaxCount = 100;

    private readonly byte _separator;
    private readonly bool _isBare;

    /// <summary>Parameters that begin with their separator: <c>;a=b;c</c>. Empty is fine.</summary>
    /// <param name="text">The bytes from the first separator to the end of the value.</param>
    /// <param name="separator">What parts them: semicolon, or comma in authentication headers, or ampersand in URI headers.</param>
    public SipParameters(ReadOnlySpan<byte> text, byte separator = (byte)';')
    {
        Text = text;
        _separator = separator;
    }

    /// <summary>Parameters of which the first has no separator before it, as in authentication headers and URI headers.</summary>
    internal SipParameters(ReadOnlySpan<byte> text, byte separator, bool isBare)
        : this(text, separator) => _isBare = isBare;

    /// <summary>All of them as written.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>True when each has a name, each quote is closed, nothing else stands between them and there are at most 100.</summary>
    public bool IsWellFormed
    {
        get
        {
            var walk = GetEnumerator();
            while (walk.MoveNext())
            {
            }

            return !walk.IsBroken;
        }
    }

    /// <summary>The first parameter of that name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="value">Its value as written; empty for a flag such as <c>lr</c>.</param>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var parameter in this)
        {
            if (SipGrammar.Same(parameter.Name, name))
            {
                value = parameter.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether a parameter of that name is there, with or without value.</summary>
    public bool Has(ReadOnlySpan<byte> name) => TryGet(name, out _);

    /// <summary>Walks the parameters in their order; stops at the first malformed one.</summary>
    public Enumerator GetEnumerator() => new(Text, _separator, _isBare);

    /// <summary>The walk over the parameters.</summary>
    public ref struct Enumerator
    {
        private readonly byte _separator;
        private ReadOnlySpan<byte> _rest;
        private bool _isBare;
        private int _count;

        internal Enumerator(ReadOnlySpan<byte> text, byte separator, bool isBare)
        {
            _isBare = isBare;
            _rest = SipGrammar.TrimStart(text);
            _separator = separator;
        }

        /// <summary>The parameter the walk stands at.</summary>
        public SipParameter Current { get; private set; }

        internal bool IsBroken { get; private set; }

        /// <summary>Goes to the next parameter; false at the end and at a malformed one.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            if (++_count > MaxCount || (!_isBare && _rest[0] != _separator))
            {
                return Break();
            }

            _rest = _isBare ? _rest : SipGrammar.TrimStart(_rest[1..]);
            _isBare = false;
            if (!TryReadName(out var name))
            {
                return Break();
            }

            if (_rest.IsEmpty || _rest[0] != (byte)'=')
            {
                Current = new SipParameter(name, default, false);
                return true;
            }

            _rest = SipGrammar.TrimStart(_rest[1..]);
            if (!TryReadValue(out var value))
            {
                return Break();
            }

            Current = new SipParameter(name, value, true);
            return true;
        }

        private bool TryReadName(out ReadOnlySpan<byte> name)
        {
            var end = _rest.IndexOfAny(_separator, (byte)'=');
            name = SipGrammar.TrimEnd(end < 0 ? _rest : _rest[..end]);
            _rest = end < 0 ? default : _rest[end..];
            return !name.IsEmpty && name.IndexOfAnyExcept(ValueBytes) < 0 && name.IndexOf((byte)'@') < 0;
        }

        private bool TryReadValue(out ReadOnlySpan<byte> value)
        {
            int end;
            if (!_rest.IsEmpty && _rest[0] == (byte)'"')
            {
                end = SipGrammar.QuotedLength(_rest);
                value = _rest[..end];
                _rest = SipGrammar.TrimStart(_rest[end..]);
                return end > 0;
            }

            end = _rest.IndexOf(_separator);
            value = SipGrammar.TrimEnd(end < 0 ? _rest : _rest[..end]);
            _rest = end < 0 ? default : _rest[end..];
            return value.IndexOfAnyExcept(ValueBytes) < 0;
        }

        private bool Break()
        {
            IsBroken = true;
            _rest = default;
            return false;
        }
    }
}
