namespace RtcCluster.TestKit.Phones;

/// <summary>A call of a <see cref="WebSocketPhone"/>, whichever side began it: the dialog and its requests.</summary>
public sealed class WebSocketCall
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(8);
    private readonly WebSocketPhone _phone;
    private readonly string _callId;
    private readonly string _local;
    private readonly string _remote;
    private readonly string _target;
    private readonly string _localTag;
    private uint _lastNumber;

    private WebSocketCall(WebSocketPhone phone, SipText invite, string local, string localTag, string remote, string target, uint lastNumber, string body)
    {
        _phone = phone;
        Invite = invite;
        _callId = invite.CallId;
        (_local, _localTag, _remote, _target, _lastNumber) = (local, localTag, remote, target, lastNumber);
        RemoteSdp = body;
    }

    /// <summary>The request that began it.</summary>
    public SipText Invite { get; }

    /// <summary>What the other side described last: its offer or its answer.</summary>
    public string RemoteSdp { get; private set; }

    /// <summary>A call that rings at the phone.</summary>
    internal static WebSocketCall Incoming(WebSocketPhone phone, SipText invite)
    {
        var tag = TestPhone.NewId();
        return new WebSocketCall(phone, invite, $"{invite.Header("To")};tag={tag}", tag, invite.Header("From"), invite.ContactUri, 0, invite.Body);
    }

    /// <summary>A call that was answered with a 2xx.</summary>
    internal static async Task<WebSocketCall> OutgoingAsync(WebSocketPhone phone, SipText invite, SipText answer)
    {
        var call = new WebSocketCall(
            phone, invite, invite.Header("From"), invite.Tag("From"), answer.Header("To"), answer.ContactUri, invite.CSeq.Number, answer.Body);
        await call.AcknowledgeAsync(invite.CSeq.Number);
        return call;
    }

    /// <summary>Sends a response to the INVITE that rings here.</summary>
    public Task RespondAsync(int status, string reason, string sdp = "") =>
        _phone.SendAsync(IncomingCall.ResponseTo(Invite, status, reason, _localTag, $"Contact: <{_phone.Contact}>\r\n", sdp));

    /// <summary>200 with this SDP; returns when the ACK is there.</summary>
    public async Task AnswerAsync(string sdp)
    {
        await RespondAsync(200, "OK", sdp);
        await _phone.ReceiveAsync("the ACK", message => message.Method == "ACK" && message.CallId == _callId);
    }

    /// <summary>Sends a request inside the dialog and gives the final response; a re-INVITE is acknowledged.</summary>
    public async Task<SipText> SendAsync(string method, string headers = "", string body = "")
    {
        var number = ++_lastNumber;
        var response = await _phone.AskAsync(Request(method, number, headers, body));
        if (method == "INVITE" && response.Status < 300)
        {
            RemoteSdp = response.Body;
            await AcknowledgeAsync(number);
        }

        return response;
    }

    /// <summary>Offers anew.</summary>
    public Task<SipText> ReinviteAsync(string sdp) => SendAsync("INVITE", $"Contact: <{_phone.Contact}>\r\n", sdp);

    /// <summary>Waits for a request of this dialog and answers 200, with what <paramref name="answer"/> makes of its description.</summary>
    public async Task<SipText> ReceiveAsync(string method, Func<string, string>? answer = null)
    {
        var request = await _phone.ReceiveAsync($"{method} of {_callId}", message => message.Method == method && message.CallId == _callId, AnswerTime);
        var sdp = answer?.Invoke(request.Body) ?? "";
        await _phone.SendAsync(IncomingCall.ResponseTo(request, 200, "OK", _localTag, sdp.Length > 0 ? $"Contact: <{_phone.Contact}>\r\n" : "", sdp));
        RemoteSdp = request.Body.Length > 0 ? request.Body : RemoteSdp;
        return request;
    }

    private string Request(string method, uint number, string headers, string body) => _phone.InDialog(method, _target, _callId, number, _local, _remote, headers, body);

    private Task AcknowledgeAsync(uint number) => _phone.SendAsync(Request("ACK", number, "", ""));
}
