using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>All legs of an agent, by id and by dialog.</summary>
internal sealed class LegTable(AgentContext context, TransactionLayer transactions, ChallengeAnswers challenges)
{
    private readonly Dictionary<LegId, Leg> _legs = [];
    private readonly Dictionary<string, Leg> _byDialog = [];
    private readonly Dictionary<long, HashSet<Leg>> _byConnection = [];

    public AgentContext Context => context;

    public TransactionLayer Transactions => transactions;

    public ChallengeAnswers Challenges => challenges;

    public bool IsFull => _legs.Count >= context.Options.MaxLegs;

    /// <summary>Makes a leg.</summary>
    public Leg Add(string? token)
    {
        var leg = new Leg(this, new LegId(context.NextId()), token ?? context.Random(8));
        _legs.Add(leg.Id, leg);
        context.Counters.Legs = _legs.Count;
        return leg;
    }

    /// <summary>The leg of that number.</summary>
    public Leg? Find(LegId id) => _legs.GetValueOrDefault(id);

    /// <summary>The leg of an in-dialog message: by Call-ID and the tag that we gave.</summary>
    public Leg? Find(SipMessage request) => _byDialog.GetValueOrDefault(Dialog.KeyOf(SipText.Of(request.CallId), SipText.Of(request.ToTag)));

    /// <summary>The leg of a dialog named in a Replaces or Target-Dialog header.</summary>
    public Leg? Find(string callId, string localTag) => _byDialog.GetValueOrDefault(Dialog.KeyOf(callId, localTag));

    /// <summary>Makes a leg findable by a dialog; the forks of an outgoing leg all have the same local tag.</summary>
    public void Index(Leg leg, Dialog dialog) => _byDialog[dialog.Key] = leg;

    /// <summary>Remembers that a leg is signalled by a connection.</summary>
    public void BindFlow(Leg leg, long connection)
    {
        if (connection == 0)
        {
            return;
        }

        if (!_byConnection.TryGetValue(connection, out var set))
        {
            set = [];
            _byConnection.Add(connection, set);
        }

        set.Add(leg);
    }

    /// <summary>A connection closed: the legs on it must find another way.</summary>
    public void FlowClosed(long connection)
    {
        if (!_byConnection.Remove(connection, out var legs))
        {
            return;
        }

        foreach (var leg in legs)
        {
            if (leg.Dialog is { Flow: { } flow } dialog && flow.Connection == connection)
            {
                dialog.Flow = flow with { Connection = 0 };
                if (leg.Phase != LegPhase.Closing)
                {
                    context.Emit(new FlowLost(leg.Id));
                }
            }
        }
    }

    /// <summary>Forgets a leg.</summary>
    public void Remove(Leg leg)
    {
        _legs.Remove(leg.Id);
        var dialog = leg.Dialog ?? leg.Outgoing?.Dialog;
        if (dialog is not null && _byDialog.TryGetValue(dialog.Key, out var indexed) && indexed == leg)
        {
            _byDialog.Remove(dialog.Key);
        }

        if (dialog?.Flow is { Connection: not 0 } flow && _byConnection.TryGetValue(flow.Connection, out var set) && set.Remove(leg) && set.Count == 0)
        {
            _byConnection.Remove(flow.Connection);
        }

        context.Counters.Legs = _legs.Count;
    }
}
