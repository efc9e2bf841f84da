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

    // In the order in which they ended, which is that in which they leave.
    private readonly Queue<Leg> _lingering = new();
    private int _lingers;

    public AgentContext Context => context;

    public TransactionLayer Transactions => transactions;

    public ChallengeAnswers Challenges => challenges;

    /// <summary>Whether there is no room for another. Who has ended, and only waits for what comes late, takes no room from a call.</summary>
    public bool IsFull => _legs.Count - _lingers >= context.Options.MaxLegs;

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

    /// <summary>
    /// A leg has ended, and stays for what comes late. A flood of calls that end at once must not hold more of them than there is room for twice over: then the oldest goes,
    /// and what comes late for it is a request that the host has to find somebody for, or refuse.
    /// </summary>
    public void Linger(Leg leg, long now)
    {
        leg.Lingers = true;
        _lingers++;
        _lingering.Enqueue(leg);
        while (_lingers - context.Options.MaxLegs > context.Options.MaxLegs && _lingering.TryDequeue(out var oldest))
        {
            oldest.Go(now);
        }
    }

    /// <summary>Forgets a leg.</summary>
    public void Remove(Leg leg)
    {
        if (!_legs.Remove(leg.Id))
        {
            return;
        }

        if (leg.Lingers)
        {
            _lingers--;
            while (_lingering.TryPeek(out var oldest) && !_legs.ContainsKey(oldest.Id))
            {
                _lingering.Dequeue();
            }
        }

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
