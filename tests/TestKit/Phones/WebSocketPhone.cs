using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace RtcCluster.TestKit.Phones;

/// <summary>The SIP telephone of a web page without the page (RFC 7118): a host name that nobody can look up, one connection, every frame in the test's hand.</summary>
public sealed class WebSocketPhone : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(8);
    private readonly string _registrationCallId = $"{TestPhone.NewId()}@page";
    private readonly string _contactUser = TestPhone.NewId();
    private readonly SipInbox _inbox;
    private readonly ClientWebSocket _socket;
    private readonly Task _reading;
    private uint _registrationNumber;

    private WebSocketPhone(string user, ClientWebSocket socket)
    {
        User = user;
        _socket = socket;
        _inbox = new SipInbox(() => $"{User} at {Host}");
        _reading = ReadAsync();
    }

    public string User { get; }

    public string Domain { get; init; } = "demo.test";

    public string Host { get; } = $"{TestPhone.NewId()}.invalid";

    /// <summary>The instance id; two phones with the same are one device that connected twice (RFC 5626).</summary>
    public string Instance { get; set; } = $"<urn:uuid:{Guid.NewGuid()}>";

    /// <summary>The digest algorithm that it answers with.</summary>
    public string Algorithm { get; set; } = "SHA-256";

    /// <summary>Via and Contact name this transport, whatever the connection is.</summary>
    public string Transport { get; set; } = "WS";

    public string Contact => $"sip:{_contactUser}@{Host};transport=ws";

    /// <summary>How the other side closed the connection; null while it has not.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _reading;

    /// <summary>Connects.</summary>
    /// <param name="web">The web address of the edge.</param>
    /// <param name="user">Number and digest user name.</param>
    /// <param name="protocol">The subprotocol that is asked for; null for none.</param>
    /// <param name="origin">The page's origin; null for software that is no browser.</param>
    /// <param name="address">Its own loopback address.</param>
    public static async Task<WebSocketPhone> ConnectAsync(Uri web, string user, string? protocol = "sip", string? origin = null, string address = "127.0.0.1")
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, stop) => ConnectFromAsync(address, context.DnsEndPoint, stop),
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=RtcCluster" },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var to = new UriBuilder(web) { Scheme = web.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = "/sip" }.Uri;
        try
        {
            await socket.ConnectAsync(to, invoker, new CancellationTokenSource(AnswerTime).Token);
        }
        catch (WebSocketException e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw new HttpRequestException(e.Message, e, status);
        }

        return new WebSocketPhone(user, socket) { Transport = web.Scheme == Uri.UriSchemeHttps ? "WSS" : "WS" };
    }

    /// <summary>Sends one message as one text frame.</summary>
    public Task SendAsync(string message) => SendAsync(message, WebSocketMessageType.Text, int.MaxValue);

    /// <summary>Sends one message as so many frames as pieces of that size make.</summary>
    public async Task SendAsync(string message, WebSocketMessageType type, int piece)
    {
        var rest = Encoding.UTF8.GetBytes(message).AsMemory();
        do
        {
            var next = rest[..Math.Min(piece, rest.Length)];
            rest = rest[next.Length..];
            await _socket.SendAsync(next, type, rest.IsEmpty, CancellationToken.None);
        }
        while (!rest.IsEmpty);
    }

    /// <summary>Takes the first kept message that fits, or waits for it; a keep-alive's answer is a message without a start line.</summary>
    public Task<SipText> ReceiveAsync(string what, Func<SipText, bool> matches, TimeSpan? timeout = null) => _inbox.ReceiveAsync(what, matches, timeout ?? AnswerTime);

    /// <summary>REGISTER with digest; gives the last response.</summary>
    public async Task<SipText> RegisterAsync(int expires = 300, string? contacts = null)
    {
        var lines = contacts ?? $"Contact: <{Contact}>;+sip.instance=\"{Instance}\";reg-id=1;expires={expires}\r\n";
        var uri = $"sip:{Domain}";
        var tag = TestPhone.NewId();
        var response = await AskAsync(Request("REGISTER", uri, _registrationCallId, ++_registrationNumber, tag, lines));
        return response.Status == 401 && DigestAnswer.From(response, Algorithm) is { } answer
            ? await AskAsync(Request("REGISTER", uri, _registrationCallId, ++_registrationNumber, tag, $"Authorization: {answer.Value(User, "demo", "REGISTER", uri)}\r\n{lines}"))
            : response;
    }

    /// <summary>INVITE with digest and this offer; acknowledged when it is answered.</summary>
    public async Task<WebSocketCall> InviteAsync(string number, string sdp)
    {
        var (uri, callId, tag) = ($"sip:{number}@{Domain}", $"{TestPhone.NewId()}@page", TestPhone.NewId());
        var contact = $"Contact: <{Contact}>\r\n";
        var response = await AskAsync(Request("INVITE", uri, callId, 1, tag, contact, sdp));
        if (response.Status == 407 && DigestAnswer.From(response, Algorithm) is { } answer)
        {
            await SendAsync(InDialog("ACK", uri, callId, 1, $"<sip:{User}@{Domain}>;tag={tag}", response.Header("To"), "", ""));
            response = await AskAsync(Request("INVITE", uri, callId, 2, tag, $"Proxy-Authorization: {answer.Value(User, "demo", "INVITE", uri)}\r\n{contact}", sdp));
        }

        return response.Status is >= 200 and < 300
            ? await WebSocketCall.OutgoingAsync(this, LastInvite, response)
            : throw new InvalidDataException($"No call: {response}");
    }

    /// <summary>The INVITE that was sent last.</summary>
    public SipText LastInvite { get; private set; } = null!;

    /// <summary>The CANCEL of <see cref="LastInvite"/>: its branch is that of the INVITE (RFC 3261 §9.1).</summary>
    public string Cancellation() =>
        $"CANCEL {LastInvite.StartLine.Split(' ')[1]} SIP/2.0\r\n{LastInvite.ViaLines()}Max-Forwards: 69\r\nFrom: {LastInvite.Header("From")}\r\nTo: {LastInvite.Header("To")}\r\n"
        + $"Call-ID: {LastInvite.CallId}\r\nCSeq: {LastInvite.CSeq.Number} CANCEL\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Takes the next INVITE and rings.</summary>
    public async Task<WebSocketCall> ReceiveInviteAsync()
    {
        var call = WebSocketCall.Incoming(this, await ReceiveAsync("an INVITE", message => message.Method == "INVITE"));
        await call.RespondAsync(180, "Ringing");
        return call;
    }

    /// <summary>Sends a request and gives its final response.</summary>
    public async Task<SipText> AskAsync(string request)
    {
        var sent = SipText.Parse(Encoding.UTF8.GetBytes(request));
        LastInvite = sent.Method == "INVITE" ? sent : LastInvite;
        await SendAsync(request);
        return await FinalAsync(sent);
    }

    /// <summary>The final response to a request that was sent.</summary>
    public Task<SipText> FinalAsync(SipText sent) =>
        ReceiveAsync($"a final response to {sent.StartLine}", message => message.Status >= 200 && message.CallId == sent.CallId && message.CSeq == sent.CSeq);

    /// <summary>A request of this phone as text.</summary>
    public string Request(string method, string uri, string callId, uint cseq, string tag, string headers = "", string body = "") => InDialog(
        method, uri, callId, cseq, $"<sip:{User}@{Domain}>;tag={tag}", $"<{(method == "REGISTER" ? $"sip:{User}@{Domain}" : uri)}>", headers, body);

    /// <summary>The same with both ends as they are named in a dialog.</summary>
    public string InDialog(string method, string uri, string callId, uint cseq, string from, string to, string headers, string body) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/{Transport} {Host};branch=z9hG4bK{TestPhone.NewId()}\r\nMax-Forwards: 69\r\nUser-Agent: page\r\n"
        + $"From: {from}\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {cseq} {method}\r\n"
        + $"Supported: path, gruu, outbound\r\n{headers}{(body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>A response to a request that came.</summary>
    public Task RespondAsync(SipText request, int status, string reason, string sdp = "") =>
        SendAsync(IncomingCall.ResponseTo(request, status, reason, "page", $"Contact: <{Contact}>\r\n", sdp));

    /// <summary>Closes in order.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _reading.WaitAsync(AnswerTime);
    }

    /// <summary>Breaks the connection as a network does: without a word.</summary>
    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private static async ValueTask<Stream> ConnectFromAsync(string address, DnsEndPoint to, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                _inbox.Add(SipText.Parse(buffer.AsSpan(0, part.Count)));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Dropped by one side or the other.
        }
    }
}
