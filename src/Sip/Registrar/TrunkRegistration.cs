using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Registrar;

/// <summary>Keeps one registration with a trunk alive: refreshes before expiry, obeys 423, backs off after failures. RFC 3261 §10.2, RFC 5626 §4.5.</summary>
/// <remarks>
/// The host takes its requests with <see cref="TryTake"/>, sends them with <see cref="SipAgent.Request"/>, which answers challenges, and gives
/// back the <see cref="ResponseReceived"/>.
/// </remarks>
public sealed class TrunkRegistration
{
    private readonly TrunkRegistrationOptions _options;
    private readonly ISipEntropy _entropy;
    private TimeSpan _asked;
    private uint _number;
    private int _failures;
    private bool _isOut;
    private OutboundRequest? _next;

    /// <summary>Starts registering.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="entropy">Spreads the retries of many trunks.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public TrunkRegistration(TrunkRegistrationOptions options, ISipEntropy entropy, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entropy);
        _options = options;
        _entropy = entropy;
        _asked = options.Expires;
        Deadline = now;
        Tick(now);
    }

    /// <summary>Where it stands.</summary>
    public TrunkRegistrationState State { get; private set; }

    /// <summary>The status code of the last answer; 0 before the first.</summary>
    public int LastCode { get; private set; }

    /// <summary>When the registration ends unless it is refreshed; <see cref="long.MinValue"/> when there is none.</summary>
    public long ExpiresAt { get; private set; } = long.MinValue;

    /// <summary>When <see cref="Tick"/> must be called.</summary>
    public long Deadline { get; private set; }

    /// <summary>Takes the request to send; false when there is none.</summary>
    /// <param name="request">The request.</param>
    public bool TryTake(out OutboundRequest? request)
    {
        request = _next;
        _next = null;
        return request is not null;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Tick(long now)
    {
        if (State == TrunkRegistrationState.Registered && now >= ExpiresAt)
        {
            State = TrunkRegistrationState.Failed;
            Deadline = _isOut ? long.MaxValue : Deadline;
        }

        if (now >= Deadline && !_isOut)
        {
            Send(_asked);
        }
    }

    /// <summary>The final answer to our request.</summary>
    /// <param name="response">The agent's effect.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Receive(ResponseReceived response, long now)
    {
        ArgumentNullException.ThrowIfNull(response);
        _isOut = false;
        LastCode = response.Code;

        // A challenge that the agent answered took a number of its own.
        _number = Math.Max(_number, response.Message?.CSeqNumber ?? 0);
        if (State == TrunkRegistrationState.Stopped)
        {
            Deadline = long.MaxValue;
            return;
        }

        if (response.Code is >= 200 and < 300)
        {
            Succeed(response.Message, now);
        }
        else if (response.Code == 423 && response.Message is { } brief && SipText.Seconds(brief, SipHeader.MinExpires) is var minimum && minimum > _asked)
        {
            _asked = minimum;
            Send(_asked);
        }
        else
        {
            Fail(response.Message, now);
        }
    }

    /// <summary>Removes the registration.</summary>
    public void Stop()
    {
        var had = State == TrunkRegistrationState.Registered;
        State = TrunkRegistrationState.Stopped;
        Deadline = long.MaxValue;
        _next = null;
        if (had)
        {
            Send(TimeSpan.Zero);
        }
    }

    private void Succeed(SipMessage? response, long now)
    {
        var granted = response is null ? _asked : Granted(response);
        _failures = 0;
        State = TrunkRegistrationState.Registered;
        ExpiresAt = now + granted.Ticks;

        // Early enough for a lost request's whole timer F, late enough not to ask twice as often as needed.
        var margin = TimeSpan.FromTicks(Math.Min(granted.Ticks / 2, Math.Max(TimeSpan.FromSeconds(35).Ticks, granted.Ticks / 8)));
        Deadline = now + (granted - margin).Ticks;
    }

    private void Fail(SipMessage? response, long now)
    {
        _failures++;
        if (State == TrunkRegistrationState.Registering || now >= ExpiresAt)
        {
            State = TrunkRegistrationState.Failed;
        }

        // RFC 5626 §4.5: a random wait between half and all of min(max, base · 2^failures).
        var longest = TimeSpan.FromTicks(Math.Min(_options.MaxWait.Ticks, _options.BaseWait.Ticks << Math.Min(_failures - 1, 16)));
        Span<byte> random = stackalloc byte[2];
        _entropy.Fill(random);
        var wait = longest * (0.5 + (BitConverter.ToUInt16(random) / 131_070.0));
        var retryAfter = response is null ? TimeSpan.Zero : SipText.Seconds(response, SipHeader.RetryAfter);
        Deadline = now + Math.Max(wait.Ticks, Math.Min(retryAfter.Ticks, _options.MaxWait.Ticks));
    }

    private void Send(TimeSpan expires)
    {
        _isOut = true;
        Deadline = State == TrunkRegistrationState.Registered ? ExpiresAt : long.MaxValue;
        _next = new OutboundRequest
        {
            Method = SipMethod.Register,
            Target = _options.Registrar,
            From = _options.AddressOfRecord,
            To = _options.AddressOfRecord,
            ContactUser = _options.ContactUser,
            ContactParameters = $";expires={SipText.Seconds(expires)}",
            CallId = _options.CallId,
            CSeq = ++_number,
            Routes = _options.Routes,
            Headers = [new AddedHeader("Expires", SipText.Seconds(expires))],
        };
    }

    // The expiry of our own contact among those of other devices, else that of the header, else what we asked for. RFC 3261 §10.2.4.
    private TimeSpan Granted(SipMessage response)
    {
        foreach (var value in response.Values(SipHeader.Contact))
        {
            if (Contact.TryParse(value, out var contact) && !contact.IsWildcard && SipText.Of(contact.Uri.User) == _options.ContactUser && contact.Expires > 0)
            {
                return TimeSpan.FromSeconds(Math.Min(contact.Expires, int.MaxValue));
            }
        }

        var header = SipText.Seconds(response, SipHeader.Expires);
        return header > TimeSpan.Zero ? header : _asked;
    }
}
