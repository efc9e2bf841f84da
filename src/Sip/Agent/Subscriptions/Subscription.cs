using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Subscriptions;

/// <summary>One subscription that we serve: its dialog, its duration, and its NOTIFYs, one at a time and none older than one that was sent. RFC 6665 §4.2.</summary>
internal sealed class Subscription : IClientUser, ISipTimerOwner
{
    private readonly SubscriptionTable _table;
    private readonly SipTimer _expiry;
    private (string? ContentType, ReadOnlyMemory<byte> Body)? _waiting;
    private long _expiresAt;
    private bool _isSending;
    private bool _isLast;

    public Subscription(SubscriptionTable table, SubscriptionId id, EventName name, Dialog dialog)
    {
        _table = table;
        _expiry = new SipTimer(this, TimerReason.SubscriptionExpiry);
        Id = id;
        Name = name;
        Dialog = dialog;
    }

    public SubscriptionId Id { get; }

    public EventName Name { get; }

    public Dialog Dialog { get; }

    /// <summary>It lives that long from now on; with zero its next NOTIFY is its last.</summary>
    public void Extend(TimeSpan left, long now)
    {
        _isLast = left == TimeSpan.Zero;
        _expiresAt = now + left.Ticks;

        // Whose last NOTIFY the host never gives is not kept for it.
        var patience = _isLast ? _table.Context.Options.HostPatience : left;
        _table.Context.Timers.Schedule(_expiry, now + patience.Ticks);
    }

    /// <summary>Sends the state, or keeps it until the NOTIFY that is on its way is answered; a newer state takes its place there.</summary>
    public void Notify(string? contentType, ReadOnlyMemory<byte> body, long now)
    {
        if (_isSending)
        {
            _waiting = (contentType, body);
            return;
        }

        Send(contentType, body, _isLast ? "timeout" : null, now);
        if (_isLast)
        {
            Forget(0);
        }
    }

    /// <summary>The host ends it.</summary>
    public void End(string reason, long now)
    {
        Send(null, default, reason, now);
        _table.Remove(this);
        _table.Context.Timers.Cancel(_expiry);
    }

    /// <summary>The subscriber cannot be reached any more.</summary>
    public void Lose(int code) => Forget(code);

    /// <inheritdoc/>
    public void Fire(SipTimer timer, long now)
    {
        Send(null, default, "timeout", now);
        Forget(0);
    }

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        var code = response.StatusCode;
        if (code < 200)
        {
            return;
        }

        if (_table.Challenges.TryAnswer(transaction, response, Dialog.LocalCSeq + 1, out var again))
        {
            Dialog.LocalCSeq++;
            _table.Transactions.Start(again, Dialog.Destination(_table.Context), this, now, null, transaction.Attempt + 1);
            return;
        }

        Sent(code, response.Has(SipHeader.RetryAfter), now);
    }

    /// <inheritdoc/>
    public void OnNoResponse(ClientTransaction transaction, int code, long now) => Sent(code, canTryAgain: false, now);

    // RFC 6665 §4.2.2 and RFC 5057 §5.1: these end the subscription, unless the subscriber says when to come back; what is left leaves it alone.
    private static bool EndsIt(int code) => code is 404 or 405 or 408 or 410 or 416 or (>= 480 and <= 485) or 489 or 501 or 503 or 604;

    private void Sent(int code, bool canTryAgain, long now)
    {
        _isSending = false;
        if (!_table.Holds(this))
        {
            return;
        }

        if (EndsIt(code) && !canTryAgain)
        {
            Forget(code);
        }
        else if (_waiting is { } waiting)
        {
            _waiting = null;
            Notify(waiting.ContentType, waiting.Body, now);
        }
    }

    private void Send(string? contentType, ReadOnlyMemory<byte> body, string? end, long now)
    {
        _isSending = true;
        var left = Math.Max(0, (_expiresAt - now) / TimeSpan.TicksPerSecond);
        var notify = Dialog.Request(SipMethod.Notify)
            .With("Event", Name.ToString())
            .With("Subscription-State", end is null ? $"active;expires={left}" : $"terminated;reason={end}")
            .With("Allow-Events", _table.Context.Options.AllowEvents) with
        {
            ContentType = body.IsEmpty ? null : contentType,
            Body = body,
        };
        _table.Transactions.Start(notify, Dialog.Destination(_table.Context), this, now);
    }

    private void Forget(int code)
    {
        _table.Remove(this);
        _table.Context.Timers.Cancel(_expiry);
        _table.Context.Emit(new SubscriptionEnded(Id, code));
    }
}
