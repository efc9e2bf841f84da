using System.Text;

namespace RtcCluster.TestKit.Phones;

/// <summary>A call that a <see cref="TestPhone"/> made: the dialog and its requests.</summary>
public sealed class TestCall
{
    private readonly TestPhone _phone;
    private readonly string _callId;
    private readonly string _localTag;
    private readonly uint _inviteNumber;
    private uint _lastNumber;

    internal TestCall(TestPhone phone, SipText response, string callId, string localTag, uint inviteNumber)
    {
        _phone = phone;
        Response = response;
        _callId = callId;
        _localTag = localTag;
        _inviteNumber = inviteNumber;
        _lastNumber = inviteNumber;
    }

    /// <summary>The final response to the INVITE.</summary>
    public SipText Response { get; }

    public string CallId => _callId;

    /// <summary>Where the other side takes RTP, from its SDP.</summary>
    public System.Net.IPEndPoint RemoteRtp => SdpText.AudioOf(Response.Body);

    /// <summary>A request inside the dialog as text.</summary>
    public string Request(string method, string headers = "", string body = "") =>
        _phone.Request(method, Response.ContactUri, _callId, ++_lastNumber, Response.Header("To"), _localTag, headers + Route(), body);

    /// <summary>Sends a request inside the dialog and gives the final response.</summary>
    public Task<SipText> SendAsync(string method, string headers = "", string body = "") => _phone.SendAsync(Request(method, headers, body));

    /// <summary>Re-INVITE with this SDP, acknowledged when it is accepted.</summary>
    public async Task<SipText> ReinviteAsync(string sdp)
    {
        var request = Request("INVITE", $"Contact: <{_phone.Contact}>\r\n", sdp);
        var response = await _phone.SendAsync(request);
        await _phone.Sip.SendAsync(response.Status < 300 ? Acknowledgement(_lastNumber) : AcknowledgementOf(request, response), _phone.Proxy);
        return response;
    }

    public Task<SipText> HangUpAsync() => SendAsync("BYE");

    /// <summary>This dialog as the value of a Replaces parameter in Refer-To, escaped (RFC 5589 §7.1): to-tag is the other side's.</summary>
    public string Replaces => Uri.EscapeDataString($"{_callId};to-tag={Response.Tag("To")};from-tag={_localTag}");

    /// <summary>Waits for the other side's BYE, answers it and gives it.</summary>
    public Task<SipText> ReceiveByeAsync(TimeSpan timeout) => ReceiveAsync("BYE", timeout);

    /// <summary>Waits for a request of this dialog, answers 200 and gives it.</summary>
    public async Task<SipText> ReceiveAsync(string method, TimeSpan timeout, string sdp = "")
    {
        var request = await _phone.Sip.ReceiveAsync($"{method} of {_callId}", message => message.Method == method && message.CallId == _callId, timeout);
        await _phone.Sip.SendAsync(IncomingCall.ResponseTo(request, 200, "OK", string.Empty, sdp.Length > 0 ? $"Contact: <{_phone.Contact}>\r\n" : string.Empty, sdp), _phone.Proxy);
        return request;
    }

    /// <summary>Waits for a request of this dialog and refuses it.</summary>
    public async Task<SipText> RefuseAsync(string method, int status, string reason, TimeSpan timeout)
    {
        var request = await _phone.Sip.ReceiveAsync($"{method} of {_callId}", message => message.Method == method && message.CallId == _callId, timeout);
        await _phone.Sip.SendAsync(IncomingCall.ResponseTo(request, status, reason, string.Empty), _phone.Proxy);
        return request;
    }

    internal ValueTask<int> AcknowledgeAsync() => _phone.Sip.SendAsync(Acknowledgement(_inviteNumber), _phone.Proxy);

    /// <summary>The ACK to a final response: same branch as the INVITE, RFC 3261 section 17.1.1.3, or for a 2xx one of its own, section 13.2.2.4.</summary>
    internal static string AcknowledgementOf(string invite, SipText response, bool isAccepted = false)
    {
        var sent = SipText.Parse(Encoding.UTF8.GetBytes(invite));
        var via = isAccepted ? sent.Header("Via") + "a" : sent.Header("Via");
        return $"ACK {sent.StartLine.Split(' ')[1]} SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\nFrom: {sent.Header("From")}\r\nTo: {response.Header("To")}\r\n"
            + $"Call-ID: {sent.CallId}\r\nCSeq: {sent.CSeq.Number} ACK\r\nContent-Length: 0\r\n\r\n";
    }

    private string Acknowledgement(uint number) => _phone.Request("ACK", Response.ContactUri, _callId, number, Response.Header("To"), _localTag, Route());

    private string Route() => string.Concat(Response.Headers("Record-Route").Reverse().Select(route => $"Route: {route}\r\n"));
}
