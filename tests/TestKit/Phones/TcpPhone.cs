using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RtcCluster.TestKit.Phones;

/// <summary>A SIP telephone that has one connection to one edge, and says in its Contact that there is no other way to it.</summary>
public sealed class TcpPhone : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(8);
    private readonly string _registrationCallId = $"{TestPhone.NewId()}@tcp";
    private readonly string _tag = TestPhone.NewId();
    private readonly SipInbox _inbox;
    private TcpClient _client = new();
    private Task _reading = Task.CompletedTask;
    private uint _registrationNumber;
    private uint _lastNumber;

    private TcpPhone(string user)
    {
        User = user;
        _inbox = new SipInbox(() => $"{User} over TCP");
    }

    public string User { get; }

    public string Domain { get; init; } = "demo.test";

    public string Contact => $"sip:{User}@phone.invalid;transport=tcp";

    /// <summary>Connects.</summary>
    public static async Task<TcpPhone> ConnectAsync(string user, IPEndPoint edge)
    {
        var phone = new TcpPhone(user);
        await phone.ConnectAsync(edge);
        return phone;
    }

    /// <summary>Gives up its connection, and connects to this edge.</summary>
    public async Task ReconnectAsync(IPEndPoint edge)
    {
        await CloseAsync();
        _client = new TcpClient();
        await ConnectAsync(edge);
    }

    /// <summary>REGISTER with digest; gives the last response.</summary>
    public async Task<SipText> RegisterAsync()
    {
        var uri = $"sip:{Domain}";
        var to = $"<sip:{User}@{Domain}>";
        string Register(string authorization) => Request("REGISTER", uri, _registrationCallId, ++_registrationNumber, $"{to};tag={_tag}", to, $"{authorization}Contact: <{Contact}>\r\nExpires: 300\r\n");
        var response = await AskAsync(Register(""));
        return response.Status == 401 && DigestAnswer.From(response, "SHA-256") is { } answer
            ? await AskAsync(Register($"Authorization: {answer.Value(User, "demo", "REGISTER", uri)}\r\n"))
            : response;
    }

    /// <summary>Takes the next INVITE and rings.</summary>
    public async Task<SipText> ReceiveInviteAsync(TimeSpan? timeout = null)
    {
        var invite = await _inbox.ReceiveAsync("an INVITE", message => message.Method == "INVITE", timeout ?? AnswerTime);
        await SendAsync(IncomingCall.ResponseTo(invite, 180, "Ringing", _tag, $"Contact: <{Contact}>\r\n"));
        return invite;
    }

    /// <summary>200 with this SDP; returns when the ACK is there.</summary>
    public async Task AnswerAsync(SipText invite, string sdp)
    {
        await SendAsync(IncomingCall.ResponseTo(invite, 200, "OK", _tag, $"Contact: <{Contact}>\r\n", sdp));
        await _inbox.ReceiveAsync("the ACK", message => message.Method == "ACK" && message.CallId == invite.CallId, AnswerTime);
    }

    /// <summary>Sends a request inside the dialog of a call that rang here, and gives the final response.</summary>
    public Task<SipText> SendInDialogAsync(SipText invite, string method) =>
        AskAsync(Request(method, invite.ContactUri, invite.CallId, ++_lastNumber, $"{invite.Header("To")};tag={_tag}", invite.Header("From"), ""));

    /// <summary>Waits for a request, answers 200 and gives it.</summary>
    public async Task<SipText> ReceiveAsync(string method, TimeSpan timeout)
    {
        var request = await _inbox.ReceiveAsync(method, message => message.Method == method, timeout);
        await SendAsync(IncomingCall.ResponseTo(request, 200, "OK", _tag));
        return request;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task ConnectAsync(IPEndPoint edge)
    {
        await _client.ConnectAsync(edge);
        _reading = ReadAsync(_client.GetStream());
    }

    private async Task CloseAsync()
    {
        _client.Dispose();
        await _reading;
    }

    private async Task<SipText> AskAsync(string request)
    {
        var sent = SipText.Parse(Encoding.UTF8.GetBytes(request));
        await SendAsync(request);
        return await _inbox.ReceiveAsync(
            $"a final response to {sent.StartLine}", message => message.Status >= 200 && message.CallId == sent.CallId && message.CSeq == sent.CSeq, AnswerTime);
    }

    private async Task SendAsync(string message) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(message));

    private static string Request(string method, string uri, string callId, uint cseq, string from, string to, string headers) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/TCP phone.invalid;branch=z9hG4bK{TestPhone.NewId()}\r\nMax-Forwards: 70\r\nUser-Agent: RtcCluster test phone\r\n"
        + $"From: {from}\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {cseq} {method}\r\n{headers}Content-Length: 0\r\n\r\n";

    private async Task ReadAsync(NetworkStream stream)
    {
        var (buffer, kept) = (new byte[65_536], 0);
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(kept)) is > 0 and var read)
            {
                kept += read;
                var used = 0;
                while (LengthOf(buffer.AsSpan(used, kept - used)) is { } length)
                {
                    _inbox.Add(SipText.Parse(buffer.AsSpan(used, length)));
                    used += length;
                }

                buffer.AsSpan(used, kept - used).CopyTo(buffer);
                kept -= used;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Either side has ended it; a test that waits for more says so.
        }
    }

    private static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var body = SipText.Parse(bytes[..(end + 4)]).Header("Content-Length");
        var whole = end + 4 + (body.Length > 0 ? int.Parse(body, System.Globalization.CultureInfo.InvariantCulture) : 0);
        return whole <= bytes.Length ? whole : null;
    }
}
