using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Subscriptions;

/// <summary>All subscriptions that an agent serves. RFC 6665 §4.2.</summary>
internal sealed class SubscriptionTable(AgentContext context, TransactionLayer transactions, ChallengeAnswers challenges)
{
    private readonly Dictionary<SubscriptionId, Subscription> _subscriptions = [];
    private readonly Dictionary<string, Subscription> _byDialog = [];

    public AgentContext Context => context;

    public TransactionLayer Transactions => transactions;

    public ChallengeAnswers Challenges => challenges;

    /// <summary>The host takes a SUBSCRIBE; null when it was answered with a refusal.</summary>
    public Subscription? Open(ServerTransaction transaction, string token, IReadOnlyList<AddedHeader> headers, long now)
    {
        var request = transaction.Request;
        if (EventName.Of(request) is not { } name || !request.Has(SipHeader.Contact))
        {
            context.Counters.Refused++;
            transaction.Respond(request.Has(SipHeader.Contact) ? BadEvent() : new OutgoingResponse(400, "Missing Contact"), now);
            return null;
        }

        if (_subscriptions.Count >= context.Options.MaxSubscriptions)
        {
            context.Counters.Overloaded++;
            transaction.Respond(new OutgoingResponse(503) { Headers = [new AddedHeader("Retry-After", SipText.Seconds(context.Options.OverloadRetryAfter))] }, now);
            return null;
        }

        if (Duration(request) is not { } duration)
        {
            transaction.Respond(TooBrief(), now);
            return null;
        }

        transaction.ToTag = context.NewTag(token);
        var dialog = Dialog.FromInvite(request, transaction.Flow, transaction.ToTag, token);
        var subscription = new Subscription(this, new SubscriptionId(context.NextId()), name, dialog);
        _subscriptions.Add(subscription.Id, subscription);
        _byDialog[dialog.Key] = subscription;
        context.Counters.Subscriptions = _subscriptions.Count;
        Accept(subscription, transaction, duration, headers, now);
        return subscription;
    }

    public Subscription? Find(SubscriptionId id) => _subscriptions.GetValueOrDefault(id);

    public Subscription? Find(SipMessage request) => _byDialog.GetValueOrDefault(Dialog.KeyOf(SipText.Of(request.CallId), SipText.Of(request.ToTag)));

    public bool Holds(Subscription subscription) => _subscriptions.ContainsKey(subscription.Id);

    /// <summary>A request of the subscriber in the dialog of a subscription.</summary>
    public void Receive(Subscription subscription, ServerTransaction transaction, long now)
    {
        var request = transaction.Request;
        var dialog = subscription.Dialog;
        if (dialog.RemoteTag != SipText.Of(request.FromTag) || request.Method != SipMethod.Subscribe)
        {
            context.Counters.OutOfTurn++;
            transaction.Respond(new OutgoingResponse(request.Method == SipMethod.Subscribe ? 481 : 405) { Headers = [new AddedHeader("Allow", "SUBSCRIBE")] }, now);
        }
        else if (!dialog.TryAdvance(request.CSeqNumber))
        {
            context.Counters.OutOfTurn++;
            transaction.Respond(new OutgoingResponse(500), now);
        }
        else if (EventName.Of(request) != subscription.Name)
        {
            context.Counters.Refused++;
            transaction.Respond(BadEvent(), now);
        }
        else if (Duration(request) is { } duration)
        {
            dialog.Learn(request);
            dialog.Flow = transaction.Flow;
            Accept(subscription, transaction, duration, [], now);
            context.Emit(new SubscriptionRefreshed(subscription.Id, duration));
        }
        else
        {
            transaction.Respond(TooBrief(), now);
        }
    }

    /// <summary>A connection closed: whoever can only be reached by it is forgotten, the others are connected to.</summary>
    public void FlowClosed(long connection)
    {
        var lost = _subscriptions.Values.Where(subscription => subscription.Dialog.Flow is { } flow && flow.Connection == connection && flow.IsReliable).ToList();
        foreach (var subscription in lost)
        {
            var flow = subscription.Dialog.Flow!.Value;
            subscription.Dialog.Flow = flow with { Connection = 0 };
            if (flow.IsWebSocket)
            {
                subscription.Lose(503);
            }
        }
    }

    public void Remove(Subscription subscription)
    {
        _subscriptions.Remove(subscription.Id);
        _byDialog.Remove(subscription.Dialog.Key);
        context.Counters.Subscriptions = _subscriptions.Count;
    }

    private void Accept(Subscription subscription, ServerTransaction transaction, TimeSpan duration, IReadOnlyList<AddedHeader> headers, long now)
    {
        transaction.Respond(
            new OutgoingResponse(200)
            {
                ContactUser = subscription.Dialog.Token,
                CopiesRoute = true,
                Headers = [new AddedHeader("Expires", SipText.Seconds(duration)), new AddedHeader("Allow-Events", context.Options.AllowEvents), .. headers],
            },
            now);
        subscription.Extend(duration, now);
    }

    // Not longer than we like, not shorter than asked for unless that is too short to be served: RFC 6665 §4.2.1.1. Null: too short.
    private TimeSpan? Duration(SipMessage request)
    {
        var options = context.Options;
        if (!request.TryGet(SipHeader.Expires, out var value) || !DeltaSeconds.TryParse(value, out var seconds))
        {
            return options.MaxSubscription;
        }

        var asked = TimeSpan.FromSeconds(seconds);
        return asked == TimeSpan.Zero ? asked
            : asked < options.MinSubscription ? null
            : asked > options.MaxSubscription ? options.MaxSubscription
            : asked;
    }

    private OutgoingResponse TooBrief()
    {
        context.Counters.Refused++;
        return new OutgoingResponse(423) { Headers = [new AddedHeader("Min-Expires", SipText.Seconds(context.Options.MinSubscription))] };
    }

    private OutgoingResponse BadEvent() => new(489) { Headers = [new AddedHeader("Allow-Events", context.Options.AllowEvents)] };
}
