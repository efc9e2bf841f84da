using System.Net;

namespace RtcCluster.TestKit.Phones;

/// <summary>A call that rings at a <see cref="TestPhone"/>.</summary>
public sealed class IncomingCall
{
    private static readonly TimeSpan AckTime = TimeSpan.FromSeconds(5);
    private readonly TestPhone _phone;
    private readonly string _tag = TestPhone.NewId();
    private uint _lastNumber;

    internal IncomingCall(TestPhone phone, SipText invite)
    {
        _phone = phone;
        Invite = invite;
    }

    public SipText Invite { get; }

    /// <summary>Where the other side takes RTP, from its offer.</summary>
    public IPEndPoint RemoteRtp => SdpText.AudioOf(Invite.Body);

    /// <summary>Sends a response to the INVITE.</summary>
    public ValueTask<int> RespondAsync(int status, string reason, string headers = "", string sdp = "") =>
        _phone.Sip.SendAsync(ResponseTo(Invite, status, reason, _tag, $"Contact: <{_phone.Contact}>\r\n{headers}", sdp), _phone.Proxy);

    /// <summary>200 with this SDP; returns when the ACK is there.</summary>
    public async Task AnswerAsync(string sdp)
    {
        await RespondAsync(200, "OK", sdp: sdp);
        await _phone.Sip.ReceiveAsync("the ACK", message => message.Method == "ACK" && message.CallId == Invite.CallId, AckTime);
    }

    /// <summary>A final refusal; returns when its ACK is there.</summary>
    public async Task RefuseAsync(int status, string reason, string headers = "")
    {
        await RespondAsync(status, reason, headers);
        await _phone.Sip.ReceiveAsync("the ACK", message => message.Method == "ACK" && message.CallId == Invite.CallId, AckTime);
    }

    /// <summary>Waits for a request of this dialog, answers 200 and gives it.</summary>
    public async Task<SipText> ReceiveAsync(string method, TimeSpan timeout, string sdp = "")
    {
        var request = await _phone.Sip.ReceiveAsync($"{method} of {Invite.CallId}", message => message.Method == method && message.CallId == Invite.CallId, timeout);
        await _phone.Sip.SendAsync(ResponseTo(request, 200, "OK", _tag, sdp.Length > 0 ? $"Contact: <{_phone.Contact}>\r\n" : string.Empty, sdp), _phone.Proxy);
        return request;
    }

    /// <summary>This dialog as the value of a Replaces parameter in Refer-To, escaped (RFC 5589 §7.1): to-tag is the other side's.</summary>
    public string Replaces => Uri.EscapeDataString($"{Invite.CallId};to-tag={Invite.Tag("From")};from-tag={_tag}");

    /// <summary>Sends a request inside the dialog and gives the final response.</summary>
    public async Task<SipText> SendAsync(string method, string headers = "", string body = "")
    {
        // The called side's own requests: its From is the To of the INVITE with its tag.
        var request =
            $"{method} {Invite.ContactUri} SIP/2.0\r\nVia: SIP/2.0/UDP {_phone.Sip.Local};rport;branch=z9hG4bK{TestPhone.NewId()}\r\nMax-Forwards: 70\r\n"
            + $"From: {Invite.Header("To")};tag={_tag}\r\nTo: {Invite.Header("From")}\r\nCall-ID: {Invite.CallId}\r\nCSeq: {++_lastNumber} {method}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
        var response = await _phone.SendAsync(request);
        if (method == "INVITE")
        {
            await _phone.Sip.SendAsync(TestCall.AcknowledgementOf(request, response, response.Status < 300), _phone.Proxy);
        }

        return response;
    }

    public Task<SipText> HangUpAsync() => SendAsync("BYE");

    /// <summary>Waits for a request of this dialog and refuses it.</summary>
    public async Task<SipText> RefuseAsync(string method, int status, string reason, TimeSpan timeout)
    {
        var request = await _phone.Sip.ReceiveAsync($"{method} of {Invite.CallId}", message => message.Method == method && message.CallId == Invite.CallId, timeout);
        await _phone.Sip.SendAsync(ResponseTo(request, status, reason, _tag), _phone.Proxy);
        return request;
    }

    internal static string ResponseTo(SipText request, int status, string reason, string tag, string headers = "", string sdp = "")
    {
        var to = request.Header("To");
        if (tag.Length > 0 && request.Tag("To").Length == 0)
        {
            to += $";tag={tag}";
        }

        return $"SIP/2.0 {status} {reason}\r\n{request.ViaLines()}From: {request.Header("From")}\r\nTo: {to}\r\nCall-ID: {request.CallId}\r\nCSeq: {request.Header("CSeq")}\r\n"
            + string.Concat(request.Headers("Record-Route").Select(route => $"Record-Route: {route}\r\n"))
            + headers
            + (sdp.Length > 0 ? "Content-Type: application/sdp\r\n" : string.Empty)
            + $"Content-Length: {sdp.Length}\r\n\r\n{sdp}";
    }
}
