using System.Diagnostics;

namespace RtcCluster.Sip.Messages;

/// <summary>
/// A message that was read: one pooled buffer with an index over it. Spans handed out live until <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// Whoever got the message from <see cref="TryParse"/> disposes it, once; after that the instance may already be another message.
/// Nothing is copied or made a string unless asked for, and reading one allocates nothing once the pool is warm. Folded header lines
/// (RFC 3261 §7.3.1) are unfolded in the buffer: their line breaks are spaces, lengths stay.
/// </remarks>
public sealed class SipMessage : IDisposable
{
    private readonly SipMessageIndex _index = new();
    private bool _isFree;

    internal SipMessage()
    {
    }

    /// <summary>True for a request.</summary>
    public bool IsRequest => _index.StartLine.IsRequest;

    /// <summary>The request's method; for a response the method of its CSeq.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The method as written; for a response that of its CSeq.</summary>
    public ReadOnlySpan<byte> MethodToken => IsRequest ? _index.Of(_index.StartLine.Method) : CSeqMethodToken;

    /// <summary>The Request-URI as written; empty for a response.</summary>
    public ReadOnlySpan<byte> RequestUri => _index.Of(_index.StartLine.Uri);

    /// <summary>The status code, 100 to 699; 0 for a request.</summary>
    public int StatusCode => _index.StartLine.StatusCode;

    /// <summary>The text after the status code, maybe empty.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => _index.Of(_index.StartLine.Reason);

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => First(SipHeader.CallId);

    /// <summary>The number of CSeq.</summary>
    public uint CSeqNumber { get; private set; }

    /// <summary>The method of CSeq.</summary>
    public SipMethod CSeqMethod { get; private set; }

    /// <summary>The method of CSeq as written.</summary>
    public ReadOnlySpan<byte> CSeqMethodToken => CSeq.TryParse(First(SipHeader.CSeq), out var cseq) ? cseq.MethodToken : default;

    /// <summary>The From tag; empty when there is none (RFC 2543).</summary>
    public ReadOnlySpan<byte> FromTag => From.Tag;

    /// <summary>The To tag; empty outside a dialog.</summary>
    public ReadOnlySpan<byte> ToTag => To.Tag;

    /// <summary>The From header taken apart.</summary>
    public NameAddr From => NameAddr.TryParse(First(SipHeader.From), out var address) ? address : default;

    /// <summary>The To header taken apart.</summary>
    public NameAddr To => NameAddr.TryParse(First(SipHeader.To), out var address) ? address : default;

    /// <summary>The first Via value taken apart.</summary>
    public Via TopVia => Via.TryParse(First(SipHeader.Via), out var via) ? via : default;

    /// <summary>Max-Forwards; -1 when there is none.</summary>
    public int MaxForwards { get; private set; }

    /// <summary>The body; empty when there is none.</summary>
    public ReadOnlySpan<byte> Body => _index.Of(_index.Body);

    /// <summary>The media type of the body as written, with its parameters; empty when there is none. See <see cref="MediaType"/>.</summary>
    public ReadOnlySpan<byte> ContentType => First(SipHeader.ContentType);

    /// <summary>The whole message, unfolded, without what followed its body.</summary>
    public ReadOnlySpan<byte> Raw => _index.Raw;

    /// <summary>The number of header lines.</summary>
    public int HeaderCount => _index.Count;

    /// <summary>Reads one message: a datagram, or what <see cref="Framing.SipStreamFramer"/> cut out of a stream.</summary>
    /// <param name="bytes">The message. It is copied; bytes after Content-Length are ignored (RFC 3261 §18.3).</param>
    /// <param name="limits">How long the parts may be.</param>
    /// <param name="message">The message when the status is Ok, else null. The caller disposes it.</param>
    /// <returns>Why it could not be read; <see cref="SipRefusal"/> knows what to answer.</returns>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, SipLimits limits, out SipMessage? message)
    {
        ArgumentNullException.ThrowIfNull(limits);
        message = ReadAnyway(bytes, limits, out var status);
        if (status != SipParseStatus.Ok)
        {
            message.Dispose();
            message = null;
        }

        return status;
    }

    /// <summary>Reads as much as can be read, for a refusal that echoes it. The message may lack anything.</summary>
    internal static SipMessage ReadAnyway(ReadOnlySpan<byte> bytes, SipLimits limits, out SipParseStatus status)
    {
        var message = SipMessagePool.Rent();
        message._isFree = false;
        status = message._index.Read(bytes, limits);
        message.Method = SipMethods.Read(message._index.Of(message._index.StartLine.Method));
        message.MaxForwards = -1;
        message.CSeqNumber = 0;
        message.CSeqMethod = SipMethod.Unknown;
        var checkedStatus = message.CheckHeaders();
        status = status == SipParseStatus.Ok ? checkedStatus : status;
        return message;
    }

    /// <summary>The first value of a header.</summary>
    /// <returns>False when the header is not there or is empty.</returns>
    public bool TryGet(SipHeader header, out ReadOnlySpan<byte> value)
    {
        value = First(header);
        return !value.IsEmpty;
    }

    /// <summary>The value of the first line with that name, for headers that <see cref="SipHeader"/> does not know.</summary>
    /// <param name="name">The name in any case.</param>
    /// <param name="value">The line's value, never split.</param>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var known = SipHeaders.Read(name);
        for (var i = _index.First(known); i >= 0; i = _index.Next(i))
        {
            if (known != SipHeader.Unknown || SipGrammar.Same(_index.Of(_index[i].Name), name))
            {
                value = _index.Of(_index[i].Value);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether the header is there, even if empty.</summary>
    public bool Has(SipHeader header) => _index.First(header) >= 0;

    /// <summary>All values of a header over all its lines.</summary>
    public SipValues Values(SipHeader header) => new(this, header);

    /// <summary>Name and value of one header line, in the order of the message.</summary>
    /// <param name="line">0 to <see cref="HeaderCount"/> - 1.</param>
    /// <param name="name">The name as written.</param>
    /// <param name="value">The value, unfolded.</param>
    /// <returns>Which header it is.</returns>
    public SipHeader GetLine(int line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ref readonly var entry = ref _index[line];
        name = _index.Of(entry.Name);
        value = _index.Of(entry.Value);
        return entry.Header;
    }

    /// <summary>Gives the buffer back. Spans taken from this message are dead after it.</summary>
    public void Dispose()
    {
        Debug.Assert(!_isFree, "A message is disposed once: after that it may be somebody else's.");
        if (_isFree)
        {
            return;
        }

        _isFree = true;
        _index.Clear();
        if (!SipMessagePool.TryReturn(this))
        {
            _index.ReturnBuffer();
        }
    }

    internal int FirstLine(SipHeader header) => _index.First(header);

    internal int NextLine(int line) => _index.Next(line);

    internal ReadOnlySpan<byte> LineValue(int line) => _index.Of(_index[line].Value);

    private ReadOnlySpan<byte> First(SipHeader header)
    {
        var line = _index.First(header);
        if (line < 0)
        {
            return default;
        }

        var value = _index.Of(_index[line].Value);
        return SipHeaders.IsList(header) ? SipGrammar.TrimEnd(value[..SipValues.ValueLength(value)]) : value;
    }

    private SipParseStatus CheckHeaders()
    {
        var max = First(SipHeader.MaxForwards);
        if (SipGrammar.TryReadNumber(max, 255, out var hops))
        {
            MaxForwards = (int)hops;
        }

        if (CSeq.TryParse(First(SipHeader.CSeq), out var cseq))
        {
            CSeqNumber = cseq.Number;
            CSeqMethod = cseq.Method;
            if (!IsRequest)
            {
                Method = cseq.Method;
            }
        }

        return SipMessageCheck.Check(this);
    }
}
