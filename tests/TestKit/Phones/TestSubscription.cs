namespace RtcCluster.TestKit.Phones;

/// <summary>What a <see cref="TestPhone"/> has subscribed to.</summary>
public sealed class TestSubscription(TestPhone phone, SipText response, string callId, string tag, string package, uint number)
{
    private uint _number = number;

    /// <summary>The last response to SUBSCRIBE.</summary>
    public SipText Response => response;

    /// <summary>Waits for a NOTIFY that fits, answers each that comes with 200, and gives it.</summary>
    public async Task<SipText> ReceiveAsync(string what, Func<SipText, bool> fits, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            var notify = await phone.Sip.ReceiveAsync($"a NOTIFY: {what}", message => message.Method == "NOTIFY" && message.CallId == callId, timeout);
            await phone.Sip.SendAsync(IncomingCall.ResponseTo(notify, 200, "OK", tag, string.Empty, string.Empty), phone.Proxy);
            if (fits(notify))
            {
                return notify;
            }

            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>SUBSCRIBE again in its dialog; gives the response.</summary>
    public Task<SipText> RefreshAsync(int expires) => phone.SendAsync(phone.Request(
        "SUBSCRIBE", response.ContactUri, callId, ++_number, response.Header("To"), tag, $"Contact: <{phone.Contact}>\r\nEvent: {package}\r\nExpires: {expires}\r\n"));
}
