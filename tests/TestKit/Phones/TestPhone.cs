using System.Globalization;
using System.Net;

namespace RtcCluster.TestKit.Phones;

/// <summary>A SIP telephone whose every message a test can see and bend. For what baresip and SIPp cannot do: SHA-256, odd headers, own RTP sockets.</summary>
public sealed class TestPhone : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(8);
    private static long _lastId = Environment.TickCount64;
    private readonly string _registrationCallId = $"{NewId()}@phone";
    private uint _registrationNumber;

    /// <param name="user">Number and digest user name.</param>
    /// <param name="proxy">Where its requests go.</param>
    /// <param name="address">Its own loopback address.</param>
    /// <param name="port">Its own SIP port, 0 for any.</param>
    public TestPhone(string user, IPEndPoint proxy, string address = "127.0.0.1", int port = 0)
    {
        User = user;
        Proxy = proxy;
        Sip = new SipSocket(address, port);
    }

    public string User { get; }

    public string Password { get; init; } = "demo";

    public string Domain { get; init; } = "demo.test";

    /// <summary>The digest algorithm that it answers with.</summary>
    public string Algorithm { get; init; } = "SHA-256";

    /// <summary>The name of its make; the edge challenges some makes in MD5 alone.</summary>
    public string UserAgent { get; init; } = "RtcCluster test phone";

    /// <summary>Where it sends everything; another place from the moment that this is changed, as a telephone learns from a Contact.</summary>
    public IPEndPoint Proxy { get; set; }

    public SipSocket Sip { get; }

    public string Contact => $"sip:{User}@{ContactAddress ?? Sip.Local.ToString()}";

    /// <summary>The address that it gives as its own, of a telephone behind NAT.</summary>
    public string? ContactAddress { get; init; }

    /// <summary>A number that no other message of this run has: for Call-IDs, tags and branches.</summary>
    public static string NewId() => Interlocked.Increment(ref _lastId).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>REGISTER with digest; gives the last response.</summary>
    public Task<SipText> RegisterAsync(int expires = 300) => RequestAsync(
        authorization => Request("REGISTER", $"sip:{Domain}", _registrationCallId, ++_registrationNumber, $"<sip:{User}@{Domain}>", NewId(), $"{authorization}Contact: <{Contact}>\r\nExpires: {expires}\r\n"),
        "REGISTER",
        $"sip:{Domain}");

    /// <summary>INVITE with digest; the call is up when its <see cref="TestCall.Response"/> is a 2xx, which has been acknowledged.</summary>
    public async Task<TestCall> InviteAsync(string number, string sdp, string headers = "", TimeSpan? timeout = null, string? callId = null)
    {
        var uri = number.StartsWith("sip:", StringComparison.Ordinal) ? number : $"sip:{number}@{Domain}";
        callId ??= $"{NewId()}@phone";
        var tag = NewId();
        var cseq = 0u;
        var response = await RequestAsync(
            authorization => Request("INVITE", uri, callId, ++cseq, $"<{uri}>", tag, $"{authorization}{headers}Contact: <{Contact}>\r\n", sdp),
            "INVITE",
            uri,
            timeout);
        var call = new TestCall(this, response, callId, tag, cseq);
        if (response.Status is >= 200 and < 300)
        {
            await call.AcknowledgeAsync();
        }

        return call;
    }

    /// <summary>SUBSCRIBE with digest; gives the last response. The dialog is the phone's from then on.</summary>
    public async Task<TestSubscription> SubscribeAsync(string number, string package, int expires = 300)
    {
        var uri = $"sip:{number}@{Domain}";
        var (callId, tag, cseq) = ($"{NewId()}@phone", NewId(), 0u);
        var response = await RequestAsync(
            authorization => Request("SUBSCRIBE", uri, callId, ++cseq, $"<{uri}>", tag, $"{authorization}Contact: <{Contact}>\r\nEvent: {package}\r\nExpires: {expires}\r\n"),
            "SUBSCRIBE",
            uri);
        return new TestSubscription(this, response, callId, tag, package, cseq);
    }

    /// <summary>Takes the next INVITE, rings when <paramref name="rings"/>, and gives it unanswered.</summary>
    public async Task<IncomingCall> ReceiveInviteAsync(bool rings = true, TimeSpan? timeout = null)
    {
        var invite = await Sip.ReceiveAsync("an INVITE", message => message.Method == "INVITE", timeout ?? AnswerTime);
        var call = new IncomingCall(this, invite);
        if (rings)
        {
            await call.RespondAsync(180, "Ringing");
        }

        return call;
    }

    /// <summary>A request of this phone as text, with one Via and the length of its body.</summary>
    public string Request(string method, string uri, string callId, uint cseq, string to, string fromTag, string headers = "", string body = "", string? branch = null) =>
        $"{method} {uri} SIP/2.0\r\n"
        + $"Via: SIP/2.0/UDP {Sip.Local};rport;branch=z9hG4bK{branch ?? NewId()}\r\n"
        + "Max-Forwards: 70\r\n"
        + $"User-Agent: {UserAgent}\r\n"
        + $"From: <sip:{User}@{Domain}>;tag={fromTag}\r\n"
        + $"To: {to}\r\n"
        + $"Call-ID: {callId}\r\n"
        + $"CSeq: {cseq} {method}\r\n"
        + headers
        + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : string.Empty)
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>Sends a request and gives the final response to it.</summary>
    public async Task<SipText> SendAsync(string request, TimeSpan? timeout = null)
    {
        var sent = SipText.Parse(System.Text.Encoding.UTF8.GetBytes(request));
        await Sip.SendAsync(request, Proxy);
        return await Sip.ReceiveAsync(
            $"a final response to {sent.StartLine}",
            message => message.Status >= 200 && message.CallId == sent.CallId && message.CSeq == sent.CSeq,
            timeout ?? AnswerTime);
    }

    public ValueTask DisposeAsync() => Sip.DisposeAsync();

    private async Task<SipText> RequestAsync(Func<string, string> write, string method, string uri, TimeSpan? timeout = null)
    {
        var request = write(string.Empty);
        var response = await SendAsync(request, timeout);
        if (response.Status is 401 or 407 && DigestAnswer.From(response, Algorithm) is { } answer)
        {
            if (method == "INVITE")
            {
                await Sip.SendAsync(TestCall.AcknowledgementOf(request, response), Proxy);
            }

            var header = response.Status == 407 ? "Proxy-Authorization" : "Authorization";
            request = write($"{header}: {answer.Value(User, Password, method, uri)}\r\n");
            response = await SendAsync(request, timeout);
        }

        if (method == "INVITE" && response.Status >= 300)
        {
            await Sip.SendAsync(TestCall.AcknowledgementOf(request, response), Proxy);
        }

        return response;
    }
}
