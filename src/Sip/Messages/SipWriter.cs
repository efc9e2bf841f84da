namespace RtcCluster.Sip.Messages;

/// <summary>Writes one message after another into a pooled buffer: start line, headers in the order of the calls, body.</summary>
/// <remarks>
/// Whatever goes in, no header comes out that the caller did not ask for: a CR or LF in a value makes <see cref="Status"/> say so and
/// <see cref="TryEnd(out ReadOnlySpan{byte})"/> false. Content-Type and Content-Length are written by the end alone.
/// RFC 3261 §7.3.1 wants Via, Route, Record-Route, Proxy-Require, Max-Forwards first; callers keep that order.
/// </remarks>
public sealed class SipWriter : IDisposable
{
    private readonly SipBuffer _buffer;
    private bool _started;
    private bool _inHeader;

    /// <summary>A writer; reuse it for many messages.</summary>
    /// <param name="capacity">Bytes to begin with; it grows as needed. 2,048 holds an INVITE with SDP.</param>
    public SipWriter(int capacity = 2048) => _buffer = new SipBuffer(capacity);

    /// <summary>The first thing that went wrong since the start line.</summary>
    public SipWriteStatus Status { get; private set; }

    /// <summary>Begins a request.</summary>
    public void StartRequest(SipMethod method, ReadOnlySpan<byte> uri) => StartRequest(SipMethods.NameOf(method), uri);

    /// <summary>Begins a request with any method.</summary>
    public void StartRequest(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri)
    {
        Restart();
        Require(SipGrammar.IsToken(method), SipWriteStatus.BadToken);
        Require(SipWriteRules.IsUri(uri), SipWriteStatus.BadUri);
        _buffer.Put(method);
        _buffer.Put(" "u8);
        _buffer.Put(uri);
        _buffer.Put(" SIP/2.0\r\n"u8);
    }

    /// <summary>Begins a response.</summary>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The text for people; empty takes the RFC's own (see <see cref="SipReasonPhrase"/>).</param>
    public void StartResponse(int statusCode, ReadOnlySpan<byte> reason = default)
    {
        Restart();
        Require(statusCode is >= 100 and <= 699, SipWriteStatus.BadStatusCode);
        _buffer.Put("SIP/2.0 "u8);
        _buffer.Put(statusCode);
        _buffer.Put(" "u8);
        PutText(reason.IsEmpty ? SipReasonPhrase.Of(statusCode) : reason);
        _buffer.Put("\r\n"u8);
    }

    /// <summary>A header with its whole value.</summary>
    public void Header(SipHeader header, ReadOnlySpan<byte> value)
    {
        Begin(header);
        Append(value);
        End();
    }

    /// <summary>A header with its whole value in UTF-8.</summary>
    public void Header(SipHeader header, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Begin(header);
        Require(SipWriteRules.IsOneLine(_buffer.Put(value)), SipWriteStatus.LineBreak);
        End();
    }

    /// <summary>A header that is a number.</summary>
    public void Header(SipHeader header, long value)
    {
        Begin(header);
        Append(value);
        End();
    }

    /// <summary>A header of any name with its whole value.</summary>
    public void Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Begin(name);
        Append(value);
        End();
    }

    /// <summary>CSeq.</summary>
    public void CSeq(uint number, ReadOnlySpan<byte> method)
    {
        Begin(SipHeader.CSeq);
        Append(number);
        Append(" "u8);
        Append(method);
        End();
    }

    /// <summary>CSeq.</summary>
    public void CSeq(uint number, SipMethod method) => CSeq(number, SipMethods.NameOf(method));

    /// <summary>A Via of our own.</summary>
    /// <param name="transport">UDP, TCP, TLS, WS, WSS.</param>
    /// <param name="sentBy">Host, or host and port.</param>
    /// <param name="branch">The branch with its magic cookie.</param>
    /// <param name="rport">Whether to ask for the source port (RFC 3581).</param>
    public void Via(ReadOnlySpan<byte> transport, ReadOnlySpan<byte> sentBy, ReadOnlySpan<byte> branch, bool rport = true)
    {
        Begin(SipHeader.Via);
        Append("SIP/2.0/"u8);
        Append(transport);
        Append(" "u8);
        Append(sentBy);
        Parameter("branch"u8, branch);
        if (rport)
        {
            Flag("rport"u8);
        }

        End();
    }

    /// <summary>From, To, Contact or another header with one address.</summary>
    /// <param name="header">Which header.</param>
    /// <param name="displayName">The name in clear UTF-8, quoted here; empty for none.</param>
    /// <param name="uri">The URI.</param>
    /// <param name="tag">The tag; empty for none.</param>
    public void Address(SipHeader header, ReadOnlySpan<byte> displayName, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> tag = default)
    {
        Begin(header);
        AppendAddress(displayName, uri);
        if (!tag.IsEmpty)
        {
            Parameter("tag"u8, tag);
        }

        End();
    }

    /// <summary>All lines of a header as they stand in another message, in their order.</summary>
    public void Copy(SipMessage message, SipHeader header)
    {
        ArgumentNullException.ThrowIfNull(message);
        for (var line = message.FirstLine(header); line >= 0; line = message.NextLine(line))
        {
            message.GetLine(line, out var name, out var value);
            Header(header == SipHeader.Unknown ? name : SipHeaders.NameOf(header), value);
        }
    }

    /// <summary>Begins a header whose value comes in pieces; <see cref="End"/> closes it.</summary>
    public void Begin(SipHeader header) => Begin(SipHeaders.NameOf(header));

    /// <summary>Begins a header of any name.</summary>
    public void Begin(ReadOnlySpan<byte> name)
    {
        Require(_started && !_inHeader, SipWriteStatus.BadOrder);
        Require(SipGrammar.IsToken(name), SipWriteStatus.BadToken);
        _inHeader = true;
        _buffer.Put(name);
        _buffer.Put(": "u8);
    }

    /// <summary>A piece of the value as it is.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        Require(_inHeader, SipWriteStatus.BadOrder);
        PutText(text);
    }

    /// <summary>A decimal number.</summary>
    public void Append(long number)
    {
        Require(_inHeader, SipWriteStatus.BadOrder);
        _buffer.Put(number);
    }

    /// <summary>A quoted string: quotes around it, backslashes where they must be.</summary>
    public void AppendQuoted(ReadOnlySpan<byte> text)
    {
        Append("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny((byte)'"', (byte)'\\');
            Append(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                break;
            }

            Append("\\"u8);
            Append(text.Slice(plain, 1));
            text = text[(plain + 1)..];
        }

        Append("\""u8);
    }

    /// <summary>A name-addr: display name in quotes, URI in angle brackets.</summary>
    public void AppendAddress(ReadOnlySpan<byte> displayName, ReadOnlySpan<byte> uri)
    {
        Require(SipWriteRules.IsUri(uri), SipWriteStatus.BadUri);
        if (!displayName.IsEmpty)
        {
            AppendQuoted(displayName);
            Append(" "u8);
        }

        Append("<"u8);
        Append(uri);
        Append(">"u8);
    }

    /// <summary><c>;name=value</c>; the value is a token, a host, or a quoted string that comes with its quotes.</summary>
    public void Parameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Require(SipWriteRules.IsParameterValue(value), SipWriteStatus.BadParameter);
        Flag(name);
        Append("="u8);
        Append(value);
    }

    /// <summary><c>;name=value</c> with a number.</summary>
    public void Parameter(ReadOnlySpan<byte> name, long value)
    {
        Flag(name);
        Append("="u8);
        Append(value);
    }

    /// <summary><c>;name="value"</c>.</summary>
    public void QuotedParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Flag(name);
        Append("="u8);
        AppendQuoted(value);
    }

    /// <summary><c>;name</c>.</summary>
    public void Flag(ReadOnlySpan<byte> name)
    {
        Require(SipGrammar.IsToken(name), SipWriteStatus.BadToken);
        Append(";"u8);
        Append(name);
    }

    /// <summary>Closes the header that <see cref="Begin(SipHeader)"/> opened.</summary>
    public void End()
    {
        Require(_inHeader, SipWriteStatus.BadOrder);
        _inHeader = false;
        _buffer.Put("\r\n"u8);
    }

    /// <summary>Ends a message without body.</summary>
    /// <param name="message">The bytes, valid until the next start line; empty when <see cref="Status"/> is not Ok.</param>
    public bool TryEnd(out ReadOnlySpan<byte> message) => TryEnd(default, default, out message);

    /// <summary>Ends a message with a body.</summary>
    /// <param name="contentType">The media type; empty when there is no body.</param>
    /// <param name="body">The body.</param>
    /// <param name="message">The bytes, valid until the next start line; empty when <see cref="Status"/> is not Ok.</param>
    public bool TryEnd(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, out ReadOnlySpan<byte> message)
    {
        if (!contentType.IsEmpty)
        {
            Header(SipHeader.ContentType, contentType);
        }

        Header(SipHeader.ContentLength, body.Length);
        _buffer.Put("\r\n"u8);
        _buffer.Put(body);
        _started = false;
        message = Status == SipWriteStatus.Ok ? _buffer.Written : default;
        return Status == SipWriteStatus.Ok;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        _buffer.Dispose();
        _started = false;
    }

    private void Restart()
    {
        Status = SipWriteStatus.Ok;
        _buffer.Clear();
        _started = true;
        _inHeader = false;
    }

    private void Require(bool condition, SipWriteStatus status)
    {
        if (!condition && Status == SipWriteStatus.Ok)
        {
            Status = status;
        }
    }

    private void PutText(ReadOnlySpan<byte> text)
    {
        Require(SipWriteRules.IsOneLine(text), SipWriteStatus.LineBreak);
        _buffer.Put(text);
    }
}
