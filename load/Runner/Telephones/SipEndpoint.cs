using System.Net;
using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>A SIP address of the run's own, with as many calls as come: a telephone that registers, or the carrier of a trunk. <c>src/Sip</c> is its agent.</summary>
internal sealed class SipEndpoint : IAsyncDisposable
{
    private const string Domain = "demo.test";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ISipWire _wire;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly SipAgent _agent;
    private readonly Action<SipCall> _incoming;
    private readonly Dictionary<LegId, SipCall> _calls = [];
    private readonly Dictionary<RequestId, TaskCompletionSource<int>> _requests = [];
    private readonly Task _ticking;

    /// <summary>Opens it.</summary>
    /// <param name="address">Its address; the port is one that is free.</param>
    /// <param name="server">Where its requests go.</param>
    /// <param name="account">Its account; null for a carrier, who is known by the address.</param>
    /// <param name="incoming">What is done about a call that comes in; returns soon.</param>
    /// <param name="wire">How its messages go, which it frees; null for UDP.</param>
    public SipEndpoint(IPAddress address, IPEndPoint server, ISipCredentials? account, Action<SipCall> incoming, ISipWire? wire = null)
    {
        (Server, _incoming) = (server, incoming);
        _wire = wire ?? new UdpWire(address);
        Mouth = new RtpMouth(address);
        Sdp = CallSdp.Of(Mouth.Local);
        _agent = new SipAgent(new SipAgentOptions { Listeners = [_wire.Listener], SessionInterval = TimeSpan.Zero, Credentials = account }, new SystemEntropy(), Now);
        _wire.Begin(Receive, number => Do((agent, now) => agent.FlowClosed(number, now)));
        _ticking = TickAsync();
    }

    /// <summary>Where it takes SIP.</summary>
    public IPEndPoint Local => _wire.Listener.Local;

    /// <summary>Where its requests go from now on.</summary>
    public IPEndPoint Server { get; set; }

    /// <summary>Told of each request that comes, retransmissions too: method, Call-ID and who sent it; returns soon.</summary>
    public Action<SipMethod, string, IPEndPoint>? Asked { get; set; }

    /// <summary>Its RTP.</summary>
    public RtpMouth Mouth { get; }

    /// <summary>What it says of its media.</summary>
    public ReadOnlyMemory<byte> Sdp { get; }

    /// <summary>Registers, for an hour; the status code of the last answer.</summary>
    public Task<int> RegisterAsync(string extension)
    {
        var answered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Do((agent, now) => _requests[agent.Request(new OutboundRequest
        {
            Method = SipMethod.Register,
            Target = $"sip:{Server}{Transport}",
            From = $"<sip:{extension}@{Domain}>",
            To = $"<sip:{extension}@{Domain}>",
            ContactUser = extension,
            ContactParameters = ";expires=3600",
        }, now)] = answered);
        return answered.Task;
    }

    /// <summary>Dials.</summary>
    /// <param name="number">Whom.</param>
    /// <param name="from">Who.</param>
    /// <param name="sdp">Media of its own; empty for that of the endpoint.</param>
    public SipCall Dial(string number, string from, ReadOnlyMemory<byte> sdp = default)
    {
        SipCall? call = null;
        Do((agent, now) =>
        {
            var leg = agent.Invite(new InviteRequest
            {
                Target = $"sip:{number}@{Server}{Transport}",
                From = $"<sip:{from}@{Local}>",
                To = $"<sip:{number}@{Server}>",
                Body = sdp.IsEmpty ? Sdp : sdp,
                Supports100Rel = false,
            }, now);
            call = new SipCall(this, leg, number, from) { Sdp = sdp.IsEmpty ? Sdp : sdp };
            _calls.Add(leg, call);
        });
        return call!;
    }

    /// <summary>The server has died: every call is over, and nobody is told.</summary>
    public void CutAll() => Cut(static _ => true);

    /// <summary>The server of some calls has died: they are over, and nobody is told.</summary>
    public void Cut(Func<SipCall, bool> which) => Do((agent, now) =>
    {
        foreach (var call in _calls.Values.Where(which).ToList())
        {
            agent.Drop(call.Leg, now);
            _calls.Remove(call.Leg);
            call.IsOver(new CallEnd(CallEndBy.Cut, 0, now));
        }
    });

    /// <summary>Tells the agent something, and carries out what comes of it.</summary>
    public void Do(Action<SipAgent, long> command)
    {
        List<SipCall>? came = null;
        lock (_gate)
        {
            command(_agent, Now);
            while (_agent.TryTake(out var effect))
            {
                if (Carry(effect) is { } call)
                {
                    (came ??= []).Add(call);
                }
            }
        }

        foreach (var call in came ?? [])
        {
            _incoming(call);
        }
    }

    private void Receive(SipMessage message, SipFlow flow)
    {
        if (message.IsRequest)
        {
            Asked?.Invoke(message.Method, Encoding.ASCII.GetString(message.CallId), flow.Remote);
        }

        Do((agent, now) => agent.Receive(message, flow, now));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _ticking;
        await _wire.DisposeAsync();
        Mouth.Dispose();
        _closing.Dispose();
    }

    private static long Now => PhoneClock.Now;

    private string Transport => _wire.Listener.Transport == SipTransport.Tcp ? ";transport=tcp" : "";

    // Gives a call that has come in; what is done about it is not done under the lock.
    private SipCall? Carry(SipEffect effect)
    {
        switch (effect)
        {
            case SendMessage send:
                _wire.Send(send);
                break;
            case IncomingInvite invite:
                var call = new SipCall(this, invite.Leg, UserOf(invite.Message.RequestUri), UserOf(invite.Message.From.UriText)) 
                {
                    Media = CallSdp.AudioOf(invite.Body.Span),
                    Sdp = Sdp,
                    Name = NameIn(invite.Message.FromTag),
                };
                _calls.Add(invite.Leg, call);
                return call;
            case Answered answered when _calls.TryGetValue(answered.Leg, out var dialled):
                dialled.Media = CallSdp.AudioOf(answered.Body.Span);
                dialled.Name = NameIn(answered.Message.ToTag);
                dialled.IsUp();
                break;
            case Confirmed confirmed when _calls.TryGetValue(confirmed.Leg, out var taken):
                taken.IsUp();
                break;
            case Offered offered when _calls.TryGetValue(offered.Leg, out var moved):
                _agent.AnswerOffer(offered.Leg, moved.Sdp, Now);
                moved.Move(CallSdp.AudioOf(offered.Body.Span));
                break;
            case Failed failed:
                Over(failed.Leg, failed.End);
                break;
            case Cancelled cancelled:
                Over(cancelled.Leg, cancelled.End);
                break;
            case Ended ended:
                Over(ended.Leg, ended.End);
                break;
            case IncomingRequest request:
                _agent.Respond(request.Request, 200, null, Now);
                break;
            case ForeignRequest { Request: var request } when request != default:
                // A leg of before the server died.
                _agent.Respond(request, 481, null, Now);
                break;
            case ResponseReceived response when _requests.Remove(response.Request, out var waiting):
                waiting.TrySetResult(response.Code);
                break;
        }

        return null;
    }

    private void Over(LegId leg, LegEnd end)
    {
        if (_calls.Remove(leg, out var call))
        {
            call.IsOver(new CallEnd(end.By == LegEndBy.Local ? CallEndBy.Phone : CallEndBy.Server, end.Code, Now, end.RetryAfter));
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                Do(static (agent, now) => agent.Tick(now));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private static string NameIn(ReadOnlySpan<byte> tag) => Encoding.ASCII.GetString(tag).Split('.')[0].Split('u')[0];

    private static string UserOf(ReadOnlySpan<byte> uri) => SipUri.TryParse(uri, out var read) ? Encoding.ASCII.GetString(read.User) : "";
}
